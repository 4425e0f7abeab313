from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Inspection rounds."""

    name = "wholestory.web.inspections"
    label = "inspections"
