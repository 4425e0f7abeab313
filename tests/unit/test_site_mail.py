"""How a site's mail settings are read: printed by default, sent by the server that is named."""

from __future__ import annotations

import pytest

from wholestory.web.configuration import Configuration, ConfigurationError


def _site(**settings: str) -> Configuration:
    return Configuration.of({f"WHOLESTORY_{name}": value for name, value in settings.items()})


def test_mail_is_printed_unless_a_server_is_named() -> None:
    assert _site().mail_settings() == {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}


@pytest.mark.parametrize(
    ("address", "port", "ssl", "tls"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtps://mail.example.org", 465, True, False),
        ("smtp+starttls://mail.example.org", 587, False, True),
        ("smtp://mail.example.org:2525", 2525, False, False),
    ],
)
def test_a_server_is_named_by_its_address(address: str, port: int, ssl: bool, tls: bool) -> None:
    settings = _site(MAIL=address).mail_settings()
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("mail.example.org", port)
    assert (settings["EMAIL_USE_SSL"], settings["EMAIL_USE_TLS"]) == (ssl, tls)


def test_a_user_and_password_may_hold_any_character() -> None:
    settings = _site(MAIL="smtp://a%40b:c%2Fd@mail.example.org").mail_settings()
    assert (settings["EMAIL_HOST_USER"], settings["EMAIL_HOST_PASSWORD"]) == ("a@b", "c/d")


@pytest.mark.parametrize("address", ["mail.example.org", "http://mail.example.org", "smtp://"])
def test_what_is_no_address_of_a_server_is_refused_with_the_remedy(address: str) -> None:
    with pytest.raises(ConfigurationError, match="write it as smtp://"):
        _site(MAIL=address).mail_settings()


def test_links_lead_to_where_the_site_is_reached() -> None:
    assert _site(ADDRESS="https://whole.example.org/").address == "https://whole.example.org"
    assert _site().address == "http://127.0.0.1:8000"
