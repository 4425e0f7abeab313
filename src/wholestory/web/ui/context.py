"""What every page is given."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Whether this is a demonstration, and what the person who looks may do."""
    return {"demonstration": settings.SITE.demonstration, "access": getattr(request, "access", None)}
