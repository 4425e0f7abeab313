from django.db import migrations, models

_BIRTHS = """
    UPDATE records_personname
    SET born = (SELECT records_personrow.born FROM records_personrow WHERE records_personrow.key = person_id)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_words_of_names_once"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="personname",
            name="sound",
        ),
        migrations.AddField(
            model_name="personname",
            name="born",
            field=models.CharField(blank=True, max_length=10, default=""),
            preserve_default=False,
        ),
        migrations.RunSQL(_BIRTHS, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="personname",
            index=models.Index(
                fields=["word", "born", "person"],
                name="person_by_word_and_birth",
                opclasses=["varchar_ops", "varchar_pattern_ops", "varchar_ops"],
            ),
        ),
    ]
