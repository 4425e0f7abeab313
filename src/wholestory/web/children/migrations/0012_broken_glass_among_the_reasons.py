from django.db import migrations, models

_AMONG_THE_REASONS = """
    INSERT INTO children_opening (by_id, child, session, reason, at, glass_broken)
    SELECT by_id, child, session, reason, at, TRUE FROM children_breakglass
"""


class Migration(migrations.Migration):
    dependencies = [
        ("children", "0011_surnames_in_a_childs_records"),
    ]

    operations = [
        migrations.AddField(
            model_name="opening",
            name="glass_broken",
            field=models.BooleanField(default=False),
        ),
        # A session in which glass was broken before stays as open as it was.
        migrations.RunSQL(_AMONG_THE_REASONS, migrations.RunSQL.noop),
    ]
