from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, posts, agencies and districts."""

    name = "wholestory.web.accounts"
    label = "accounts"
