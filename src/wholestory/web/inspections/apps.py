from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Inspection rounds."""

    name = "wholestory.web.inspections"
    label = "inspections"

    def ready(self) -> None:
        """Open the cases of a round to the people who judge them."""
        from wholestory.web.children.permissions import opens_stories
        from wholestory.web.inspections.permissions import opened_by_a_round

        opens_stories(opened_by_a_round)
