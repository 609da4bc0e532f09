"""A receipt keeps the generation of the record it was posted in; those there are belong to the one there is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0006_waiver"),
        ("syndication", "0006_checkpoints"),
    ]

    operations = [
        migrations.AddField(
            model_name="receipt",
            name="generation",
            field=models.UUIDField(null=True, verbose_name="generation"),
        ),
        migrations.RunSQL(
            "UPDATE syndication_receipt SET generation = (SELECT generation FROM publishing_log)",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="receipt",
            name="generation",
            field=models.UUIDField(verbose_name="generation"),
        ),
    ]
