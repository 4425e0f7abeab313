from django.apps import AppConfig


class LogConfig(AppConfig):
    """The log of looking and doing."""

    name = "wholestory.web.log"
    label = "log"
