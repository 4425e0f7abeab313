"""This application, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig

from wholestory.web.log.guards import guard, only_added


class ImprovementConfig(AppConfig):
    """Recommendations and their effect."""

    name = "wholestory.web.improvement"
    label = "improvement"

    def ready(self) -> None:
        """Has the database itself refuse that a judgement of progress is changed or removed."""
        guard(self, *only_added("improvement_progress"))
