"""This application, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig

from wholestory.web.log.guards import Guard, guard, never_removed, only_added

_WORDS = ("improvement_theme", "improvement_reply")


class ImprovementConfig(AppConfig):
    """Recommendations and their effect."""

    name = "wholestory.web.improvement"
    label = "improvement"

    def ready(self) -> None:
        """Has the database itself refuse that a judgement of progress, or the panel's words, change or go."""
        guard(self, *only_added("improvement_progress"))
        same = "OLD.digest <> NEW.digest OR OLD.file <> NEW.file OR OLD.name <> NEW.name"
        kept = Guard("improvement_evidence", "UPDATE", "A file that is evidence is never exchanged.", same)
        guard(self, kept, *never_removed("improvement_evidence"))
        same = "OLD.digest <> NEW.digest OR OLD.since <> NEW.since OR OLD.until <> NEW.until"
        out = Guard("improvement_publicreport", "UPDATE", "What is read is what goes out.", same)
        guard(self, out, *never_removed("improvement_publicreport"))
        for table in _WORDS:
            unedited = Guard(table, "UPDATE", "Words of the panel are never edited.", "OLD.words <> NEW.words")
            guard(self, unedited, *never_removed(table))
