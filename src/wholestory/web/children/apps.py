from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    """Children, findings and decisions."""

    name = "wholestory.web.children"
    label = "children"
