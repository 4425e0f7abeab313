"""How forms are drawn: every field by one template, so that every page's fields look and speak alike."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, QueryDict


class Renderer(TemplatesSetting):
    """Draws forms and fields with this application's templates."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, None where the page was only asked for: an empty form that is sent has its faults."""
    return request.POST if request.method == "POST" else None
