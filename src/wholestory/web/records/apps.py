from django.apps import AppConfig

from wholestory.web.log.guards import Guard, guard, only_added


class RecordsConfig(AppConfig):
    """People, records, links and imports."""

    name = "wholestory.web.records"
    label = "records"

    def ready(self) -> None:
        """What was judged, corrected and replaced is only ever added to; what people wrote here is never edited."""
        guard(self, *GUARDS)


# A record that an agency sent again may replace the earlier one, which is kept as a version of its own.
GUARDS = (
    *only_added("records_judgementrow"),
    *only_added("records_correction"),
    *only_added("records_earlierversion"),
    Guard(
        "records_recordrow",
        "UPDATE",
        "What a person wrote here is never edited: add a correction beside it.",
        when="OLD.author <> '' AND (NEW.narrative <> OLD.narrative OR NEW.author <> OLD.author OR NEW.key <> OLD.key)",
    ),
    Guard(
        "records_recordrow",
        "DELETE",
        "What a person wrote here is never removed: add a correction beside it.",
        when="OLD.author <> ''",
    ),
)
