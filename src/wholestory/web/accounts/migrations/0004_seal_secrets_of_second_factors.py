"""Seals the secrets of second factors that were kept in clear; taken back, they lie in clear again."""

from __future__ import annotations

from collections.abc import Callable

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from wholestory.web.accounts.sealing import seal, unseal


def _each_secret(apps: Apps, change: Callable[[str], str]) -> None:
    for row in apps.get_model("mfa", "Authenticator").objects.filter(type__in=("totp", "recovery_codes")).iterator():
        for name in {"secret", "seed"} & row.data.keys():
            row.data[name] = change(row.data[name])
        if codes := row.data.get("migrated_codes"):
            row.data["migrated_codes"] = [change(code) for code in codes]
        row.save(update_fields=["data"])


def _seal(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _each_secret(apps, seal)


def _unseal(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _each_secret(apps, unseal)


class Migration(migrations.Migration):
    """After allauth's own migrations."""

    dependencies = [("accounts", "0003_titles_and_retiring"), ("mfa", "0003_authenticator_type_uniq")]
    operations = [migrations.RunPython(_seal, _unseal)]
