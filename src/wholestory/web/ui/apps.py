from django.apps import AppConfig


class UiConfig(AppConfig):
    """The pages' common parts."""

    name = "wholestory.web.ui"
    label = "ui"
