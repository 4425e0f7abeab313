import sys
from itertools import chain, islice

import django.db.models.deletion
from django.db import connection, migrations, models

from wholestory.engine.things.places import plain_words

_AT_ONCE, _IN_A_STATEMENT = 10_000, 1_000

# Asked by a stretch of keys, so that the database joins for many children at once, and by its own order of keys.
_SURNAMES = """
    SELECT DISTINCT child.key, beside.surname
    FROM children_child AS child
    JOIN records_personrow AS own ON own.cluster = child.key
    JOIN records_involvementrow AS part ON part.person = own.key
    JOIN records_involvementrow AS others ON others.record_id = part.record_id
    JOIN records_personrow AS beside ON beside.key = others.person
    WHERE child.key BETWEEN %s AND %s AND beside.surname <> ''
"""
_KEEP = """
    UPDATE children_child SET surnames = kept.column2 FROM (VALUES {}) AS kept WHERE children_child.key = kept.column1
"""


def keep_surnames(apps, schema_editor):
    """Write what working a child out anew will write, for the children who are there already."""
    keys = list(apps.get_model("children", "Child").objects.order_by("key").values_list("key", flat=True))
    words = {}
    with connection.cursor() as cursor:
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            cursor.execute(_SURNAMES, [some[0], some[-1]])
            found = {}
            for key, surname in cursor.fetchall():
                if surname not in words:
                    words[surname] = plain_words(surname)
                found.setdefault(key, set()).update(words[surname])
            rows = ((key, f"|{'|'.join(sorted(names))}|") for key, names in found.items() if names)
            while statement := list(islice(rows, _IN_A_STATEMENT)):
                cursor.execute(_KEEP.format(", ".join(["(%s, %s)"] * len(statement))), list(chain(*statement)))
            if len(keys) > _AT_ONCE:
                done = f"{start + len(some):,} of {len(keys):,}"
                print(f"Surnames in the records of children: {done}", file=sys.stderr, flush=True)


class Migration(migrations.Migration):
    dependencies = [
        ("children", "0010_keep_what_stands_unanswered"),
        ("records", "0004_words_of_names_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="child",
            name="surnames",
            field=models.TextField(blank=True),
        ),
        migrations.RunPython(keep_surnames, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="childplace",
            name="child",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="places",
                to="children.child",
            ),
        ),
        migrations.AddIndex(
            model_name="childplace",
            index=models.Index(fields=["child", "agency", "district"], name="places_of_a_child"),
        ),
    ]
