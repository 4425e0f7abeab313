"""Signing in through the organisation: the whole flow in a browser, against a provider that runs beside the site."""

from __future__ import annotations

import datetime
import ipaddress
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PASSWORD, Guarded, give_password
from tests.browser.provider import CLIENT, SECRET
from tests.browser.serving import ROOT, end, free_port, serving, until_it_listens


@dataclass(frozen=True)
class Joined(Guarded):
    """A site whose people sign in through a provider, and that provider's address."""

    provider: str

    def page(self, email: str = "", wrong: str = "", sub: str = "") -> Page:
        """A page of a browser of somebody who is signed in at the provider, which does one thing wrongly or none."""
        # The provider's certificate is the tests' own.
        context = self.browser.new_context(base_url=self.address, ignore_https_errors=True)
        context.set_default_timeout(120_000)
        page = context.new_page()
        who = {"sub": sub or email, "email": email, "name": "Somebody"} if email else {}
        page.request.post(f"{self.provider}/who", data={"who": who, "wrong": wrong})
        return page

    def logged(self) -> str:
        """The last row of the log."""
        return self.server.program(
            "from wholestory.web.log.models import Entry; one = Entry.objects.order_by('id').last()\n"
            "print(one.who, '|', one.what, '|', one.about, '|', one.reason)"
        )


@pytest.fixture(scope="module")
def joined(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Joined]:
    """A provider, and a site that trusts it."""
    folder, port = tmp_path_factory.mktemp("provider"), free_port()
    _certify(folder)
    command = [sys.executable, "-m", "tests.browser.provider", str(port), str(folder)]
    said = folder / "said"
    with said.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, text=True)
    address = f"https://localhost:{port}"
    settings = {"OPENID": address, "OPENID_CLIENT": CLIENT, "OPENID_SECRET": SECRET}
    try:
        until_it_listens(process, said, port)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("REQUESTS_CA_BUNDLE", str(folder / "certificate.pem"))
            with serving(tmp_path_factory.mktemp("joined"), PASSWORD, **settings) as server:
                yield Joined(f"http://localhost:{server.port}", browser, server.said, server, address)
    finally:
        end(process)


def _certify(folder: Path) -> None:
    """A certificate for `localhost`, signed by itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    written = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(written)


def _go(page: Page, to: str = "/worklist/") -> None:
    page.goto(to)
    page.get_by_role("button", name="Sign in through your organisation").click()


def _says(page: Page) -> str:
    return page.locator("main").inner_text()


def test_who_was_added_signs_in_is_asked_for_nothing_more_and_signs_out_of_both(joined: Joined) -> None:
    joined.server.program(
        "from datetime import timedelta; from django.utils import timezone\n"
        "from allauth.mfa.totp.internal.auth import TOTP; from wholestory.web.accounts.models import User\n"
        "person = User.objects.get(email='supervisor@example.org'); TOTP.activate(person, 'JBSWY3DPEHPK3PXP')\n"
        "person.one_time_until = timezone.now() + timedelta(days=1); person.save()"
    )
    page = joined.page("Supervisor@example.org", sub="s-1")
    page.goto("/worklist/")
    assert Axe().run(page).violations_count == 0
    _go(page)
    # Neither the second factor nor the one-time password is asked for: the organisation has its own.
    assert page.url == f"{joined.address}/worklist/"
    expect(page.get_by_role("heading", name="Worklist")).to_be_visible()
    page.get_by_role("link", name="Your sign-in").click()
    assert "You sign in through your organisation" in _says(page)
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")
    # The provider has let go of them too, so that the next person at this screen is not taken for them.
    _go(page)
    assert "You did not sign in" in _says(page)
    assert Axe().run(page).violations_count == 0


def test_the_person_is_known_again_by_the_provider_s_number_for_them(joined: Joined) -> None:
    _go(joined.page("hub@example.org", sub="h-1"))
    page = joined.page("changed.name@example.org", sub="h-1")
    _go(page)
    expect(page.get_by_role("heading", name="Worklist")).to_be_visible()


def test_whom_nobody_added_is_told_so_and_gets_no_account(joined: Joined) -> None:
    page = joined.page("quorntastic@example.org")
    _go(page)
    assert "nobody has added you to Wholestory. Ask an administrator" in _says(page)
    assert "quorntastic@example.org" in _says(page)
    assert Axe().run(page).violations_count == 0
    page.goto("/worklist/")
    assert "/accounts/login/" in page.url
    assert joined.logged() == ("nobody | sign-in failed | somebody of the organisation who was not added here | \n")
    count = (
        "from wholestory.web.accounts.models import User; print(User.objects.filter(email__startswith='quorn').count())"
    )
    assert joined.server.program(count) == "0\n"


def test_whose_sign_in_was_stopped_is_told_so(joined: Joined) -> None:
    joined.server.program(
        "from wholestory.web.accounts.models import User\n"
        "User.objects.filter(email='lead@example.org').update(is_active=False)"
    )
    page = joined.page("lead@example.org")
    _go(page)
    assert "An administrator has stopped your sign-in." in _says(page)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("state", ""),
        ("nonce", "another attempt"),
        ("signature", "InvalidSignatureError"),
        ("unsigned", "InvalidAlgorithmError"),
        ("audience", "InvalidAudienceError"),
        ("issuer", "InvalidIssuerError"),
        ("expired", "ExpiredSignatureError"),
        ("person", "another person"),
    ],
)
def test_a_token_that_is_not_as_it_must_be_lets_nobody_in(joined: Joined, wrong: str, reason: str) -> None:
    page = joined.page("hub@example.org", wrong=wrong, sub="h-1")
    _go(page)
    assert "Your organisation’s sign-in did not work" in _says(page)
    logged = joined.logged()
    assert logged.startswith("nobody | sign-in failed | the organisation's sign-in | ")
    assert reason in logged
    page.goto("/worklist/")
    assert "/accounts/login/" in page.url


def test_an_answer_is_good_once(joined: Joined) -> None:
    page = joined.page("hub@example.org", sub="h-1")
    with page.expect_request(lambda request: "/login/callback/" in request.url) as answered:
        _go(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")
    page.goto(answered.value.url)
    assert "Your organisation’s sign-in did not work" in _says(page)


def test_a_password_opens_the_door_for_who_has_one(joined: Joined) -> None:
    page = joined.page()
    give_password(page, "administrator")
    expect(page.get_by_role("heading", name="People", exact=True)).to_be_visible()
