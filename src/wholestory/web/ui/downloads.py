"""Files that a browser keeps and does not show."""

from __future__ import annotations

from django.http import HttpResponse

CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"


def download(content: str | bytes, kind: str, name: str) -> HttpResponse:
    """A file of some kind (a MIME type), named `name`; nothing in the name may tell of a child: programs show it."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
