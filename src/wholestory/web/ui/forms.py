"""How forms are drawn: every field by one template, so that every page's fields look and speak alike."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws forms and fields with this application's templates."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
