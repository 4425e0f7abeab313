from django.apps import AppConfig

from wholestory.web.log.guards import guard, never_removed, only_added


class OversightConfig(AppConfig):
    """Who looked, and the review of broken glass."""

    name = "wholestory.web.oversight"
    label = "oversight"

    def ready(self) -> None:
        """Reviews may be taken back and stay; what was added to one is never changed."""
        guard(self, *GUARDS)


GUARDS = (*never_removed("oversight_glassreview"), *only_added("oversight_addition"))
