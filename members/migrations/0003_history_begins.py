"""Rows that were there before history was kept: as they stand now, so that their first change has a “from”."""

from django.db import migrations

from publishing.history import begin


class Migration(migrations.Migration):
    dependencies = [("members", "0002_history"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [migrations.RunPython(begin("members"), migrations.RunPython.noop)]
