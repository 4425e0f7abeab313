"""People who use the web application in a benchmark: each signed in, through the whole middleware."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wholestory.web.accounts.models import Post, User
from wholestory.web.accounts.roles import Role
from wholestory.web.children.models import Child
from wholestory.web.children.telling import told

_AGENCIES = {Role.HUB: "social_care", Role.SUPERVISOR: "police"}
_numbers = itertools.count()

# Each record is another one, as people's are: what was read once is not read again.
_SAID = "Back at {} in a dark car, would not say where. Possible smell of cannabis. Seen with an older male at {}."


class Person:
    """Somebody with one post, and their browser."""

    def __init__(self, role: str, district: str = "") -> None:
        number = next(_numbers)
        self.user = User.objects.create_user(f"{role}{number}@example.org", None, name=f"{role} {number}")
        held = Role(role)
        Post.objects.create(user=self.user, role=held, agency_id=_AGENCIES[held], district_id=district or None)
        self._browser = Client()
        self._browser.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")

    def open(self, *children: str) -> None:
        """Say why the stories are opened, as is asked once a session."""
        for child in children:
            self._sent(self._browser.post(reverse("open_story", args=[child]), {"reason": "For the benchmark"}), 302)

    def get(self, page: str, *of: str, asked: Mapping[str, str | Sequence[str]] | None = None) -> HttpResponseBase:
        """Look at a page. Raises ValueError where it was not shown."""
        return self._sent(self._browser.get(reverse(page, args=of), asked or {}))

    def get_afresh(self, page: str, *of: str) -> HttpResponseBase:
        """Look at a page of a story that this process has not told before."""
        told._read.cache_clear()
        return self.get(page, *of)

    def months_of(self, child: str) -> list[str]:
        """Every month of a story, as its address names them."""
        kept = told.tell(Child.objects.get(key=child), None)
        return [*kept.outline.months] if kept else []

    def save(self, child: str) -> HttpResponseBase:
        """Send a record and see what it adds up to."""
        number = next(_numbers)
        empty = {f"{part}-{name}_FORMS": "0" for part in ("people", "items") for name in ("TOTAL", "INITIAL")}
        form = {
            "kind": "incident",
            "narrative": _SAID.format(f"{number % 24:02d}:{number % 60:02d}", f"stop {number}"),
            "happened_from": f"{timezone.localtime():%Y-%m-%dT00:00}",
            "agency": "police",
            "handling": "ordinary",
            "do": "send",
        }
        # As browsers send a form without files; the test client's own way takes longer to put together and to read.
        sent, kind = urlencode({**empty, **form}), "application/x-www-form-urlencoded"
        self._sent(response := self._browser.post(reverse("write", args=[child]), sent, content_type=kind), 302)
        return self._sent(self._browser.get(response["Location"]))

    def word(self, child: str) -> HttpResponseBase:
        """Make the chronology of a whole story as a Word file."""
        form = {"reason": "For the benchmark", "file": "word"}
        return self._sent(self._browser.post(reverse("chronology", args=[child]), form))

    @staticmethod
    def _sent(response: HttpResponseBase, status: int = 200) -> HttpResponseBase:
        if response.status_code != status:
            raise ValueError(f"The page answered {response.status_code} instead of {status}; look at its view.")
        return response
