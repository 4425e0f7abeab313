from django.db import migrations


def add_lanes(apps, schema_editor):
    head = apps.get_model("log", "Head")
    head.objects.bulk_create([head(lane=lane) for lane in range(8)])


class Migration(migrations.Migration):
    dependencies = [("log", "0001_initial")]
    operations = [migrations.RunPython(add_lanes, migrations.RunPython.noop)]
