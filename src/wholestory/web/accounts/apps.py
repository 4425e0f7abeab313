from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, posts, agencies and districts."""

    name = "wholestory.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to sign-ins."""
        import_module("wholestory.web.accounts.signing_in")
