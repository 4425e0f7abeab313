from django.apps import AppConfig

from wholestory.web.log.guards import guard, never_removed


class ChildrenConfig(AppConfig):
    """Children, their stories, findings and what people decided."""

    name = "wholestory.web.children"
    label = "children"

    def ready(self) -> None:
        """Decisions, and why people looked, stay; they may be withdrawn, ended or reviewed."""
        guard(self, *GUARDS)


_KEPT = "answer assignment mark casestatus opening breakglass discussion discussionaction challenge".split()
GUARDS = tuple(one for table in _KEPT for one in never_removed(f"children_{table}"))
