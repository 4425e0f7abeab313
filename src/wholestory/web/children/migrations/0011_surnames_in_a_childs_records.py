from itertools import islice

import django.db.models.deletion
from django.db import migrations, models

from wholestory.engine.things.places import plain_words

_AT_ONCE = 500


def keep_surnames(apps, schema_editor):
    """Write what working a child out anew will write, for the children who are there already."""
    child_model = apps.get_model("children", "Child")
    person_model = apps.get_model("records", "PersonRow")
    involvement_model = apps.get_model("records", "InvolvementRow")
    children = child_model.objects.only("key").iterator(_AT_ONCE)
    while some := {child.key: child for child in islice(children, _AT_ONCE)}:
        cluster_of = dict(person_model.objects.filter(cluster__in=some).values_list("key", "cluster"))
        records = {}
        theirs = involvement_model.objects.filter(person__in=cluster_of)
        for record, person in theirs.values_list("record_id", "person"):
            records.setdefault(record, set()).add(cluster_of[person])
        involved = list(involvement_model.objects.filter(record__in=records).values_list("record_id", "person"))
        people = person_model.objects.filter(key__in={person for _, person in involved}).values_list("key", "surname")
        words = {key: plain_words(surname) for key, surname in people}
        found = {key: set() for key in some}
        for record, person in involved:
            for key in records[record]:
                found[key].update(words.get(person, ()))
        for key, child in some.items():
            child.surnames = f"|{'|'.join(sorted(found[key]))}|" if found[key] else ""
        child_model.objects.bulk_update(some.values(), ["surnames"])


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
