from django.apps import AppConfig

from wholestory.web.log.guards import guard, only_added


class LogConfig(AppConfig):
    """The log of looking and doing."""

    name = "wholestory.web.log"
    label = "log"

    def ready(self) -> None:
        """Rows of the log are only ever added. Its heads move on, and stay."""
        guard(self, *GUARDS)


GUARDS = only_added("log_entry")
