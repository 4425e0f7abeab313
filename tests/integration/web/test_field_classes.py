"""Every field of every table is classified, by the application whose table it is."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import AppConfig, apps

from wholestory.web.field_classes import Fields, classed

APPS = [config for config in apps.get_app_configs() if config.name.startswith("wholestory.web.") and config.models]


def _declared() -> dict[str, Fields]:
    declared: dict[str, Fields] = {}
    for config in APPS:
        declared.update(import_module(f"{config.name}.fields").FIELDS)
    return declared


def test_every_field_is_classified_and_nothing_else_is() -> None:
    there = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    }
    classified = {f"{label}.{name}" for label, fields in _declared().items() for name in fields}
    assert sorted(there - classified) == [], "Add these to FIELDS in the application's fields.py"
    assert sorted(classified - there) == [], "Take these out of FIELDS: no table has them"


@pytest.mark.parametrize("config", APPS, ids=lambda config: config.label)
def test_an_application_declares_its_own_tables(config: AppConfig) -> None:
    declared = import_module(f"{config.name}.fields").FIELDS
    assert {model._meta.label for model in config.get_models(include_auto_created=True)} <= set(declared)


def test_a_field_cannot_have_two_classes() -> None:
    with pytest.raises(ValueError, match="classified twice"):
        classed(identifying="name", plain="name")
