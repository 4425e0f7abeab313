"""Which pages the application shows, and to whom: every route asked for by everybody who may.

Runs within the application, beside the server whose database it fills with an example of everything.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.integration.web.walking import Route, routes
from tests.integration.web.world import PEOPLE
from wholestory.web.accounts.models import User
from wholestory.web.accounts.permissions import Access, access_of
from wholestory.web.accounts.roles import READS_STORIES
from wholestory.web.children.permissions import children_for


@dataclass(frozen=True)
class Shown:
    """A route that shows a page, the person who looks at it (the first part of a sign-in name), and its address."""

    route: str
    person: str
    address: str


def shown() -> str:
    """As JSON text: `pages`, each looked at by one person, and `silent`, the routes that show nobody anything.

    Routes that answer with a file, lead elsewhere or are only posted to are neither. The people have about as many
    pages each.
    """
    answers: dict[Route, list[tuple[str, str, Any]]] = {route: [] for route in routes() if route.roles is not None}
    for email, *_ in PEOPLE:
        user = User.objects.get(email=email)
        held, client = access_of(user), _signed_in(user)
        for route, told in answers.items():
            if not route.roles or held.roles & route.roles:
                address = route.address(user)
                told.append((email.partition("@")[0], address, client.get(address)))
    pages, silent, load = list[Shown](), list[str](), Counter[str]()
    for route, told in answers.items():
        seen = [(person, address) for person, address, answer in told if _is_page(answer)]
        if seen:
            person, address = min(seen, key=lambda one: load[one[0]])
            load[person] += 1
            pages.append(Shown(route.name, person, address))
        elif not any(_is_no_page(answer) for *_, answer in told):
            silent.append(route.name)
    return json.dumps({"pages": [asdict(page) for page in pages], "silent": silent})


def _signed_in(user: User) -> Client:
    """A client to whom the stories that it may be shown are open."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    held: Access = access_of(user)
    if held.roles & READS_STORIES:
        for child in children_for(held).order_by("key")[:3]:
            client.post(reverse("open_story", kwargs={"child": child.key}), {"reason": "Looking at every page"})
    return client


def _is_page(answer: Any) -> bool:
    return answer.status_code == 200 and str(answer["Content-Type"]).startswith("text/html")


def _is_no_page(answer: Any) -> bool:
    return answer.status_code in (302, 405) or (answer.status_code == 200 and not _is_page(answer))
