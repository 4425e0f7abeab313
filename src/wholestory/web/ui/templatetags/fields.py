"""What the templates of forms and fields need. Loaded in every template without asking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BoundField

register = template.Library()

_CLASSES = {
    "file": "govuk-file-upload",
    "radio": "govuk-radios__input",
    "checkbox": "govuk-checkboxes__input",
}


@register.filter
def item(mapping: Mapping[str, Any], name: str) -> Any:
    """A value by a name that templates cannot write, such as one with a hyphen."""
    return mapping.get(name, "")


@register.filter
def look(widget: Mapping[str, Any], kind: str = "") -> str:
    """The classes of an input: its kind's, its own, and those of an error."""
    base = kind or _CLASSES.get(widget.get("type", ""), "govuk-input")
    attrs = widget["attrs"]
    error = f"{base}--error" if attrs.get("aria-invalid") == "true" and "__" not in base else ""
    return " ".join(filter(None, (base, attrs.get("class", ""), error)))


@register.filter
def first_id(field: BoundField) -> str:
    """The id that a link from the error summary leads to: the first of several inputs."""
    return field.id_for_label or str(next((part.id_for_label for part in field), field.auto_id))
