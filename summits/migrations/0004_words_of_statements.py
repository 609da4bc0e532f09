"""Whose words those are that a text quotes is asked of every statement at once."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    dependencies = [("summits", "0003_history_begins"), ("publishing", "0001_database_functions")]

    operations = [
        migrations.AddIndex(
            model_name="statement",
            index=GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="summits_statement_words"),
        ),
    ]
