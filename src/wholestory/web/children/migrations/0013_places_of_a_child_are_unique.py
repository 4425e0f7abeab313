"""A child's place stands once: it is written by what names it, and no longer by its number."""

from django.db import migrations, models
from django.db.models import Exists, OuterRef


def take_out_doubles(apps, schema_editor):
    """Somebody who was added by hand and found to be here already may have had a place twice."""
    places = apps.get_model("children", "ChildPlace").objects
    same = {name: OuterRef(name) for name in ("child", "agency", "district")}
    doubles = places.filter(Exists(places.filter(**same, pk__lt=OuterRef("pk"))))
    places.filter(pk__in=list(doubles.values_list("pk", flat=True))).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("children", "0012_broken_glass_among_the_reasons"),
    ]

    operations = [
        migrations.RunPython(take_out_doubles, migrations.RunPython.noop, elidable=True),
        migrations.RemoveIndex(
            model_name="childplace",
            name="places_of_a_child",
        ),
        migrations.AddConstraint(
            model_name="childplace",
            constraint=models.UniqueConstraint(fields=("child", "agency", "district"), name="one_place_of_a_child"),
        ),
    ]
