"""Letters are limited by address and by caller, leased while they are sent, and refused for ever where that is asked."""

import hashlib

import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q


def write_digests(apps, schema_editor):
    for follow in apps.get_model("home", "Follow").objects.filter(digest=""):
        text = follow.email.strip().lower().encode()
        follow.digest = hashlib.scrypt(text, salt=b"home.models.Silenced", n=2**14, r=8, p=1, dklen=20).hex()
        follow.save(update_fields=["digest"])


class Migration(migrations.Migration):
    dependencies = [("home", "0001_follow")]

    operations = [
        migrations.CreateModel(
            name="Silenced",
            fields=[("digest", models.CharField(max_length=40, primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("holder", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("number", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField("follow", "digest", models.CharField(default="", max_length=40), preserve_default=False),
        migrations.AddField("follow", "due_at", models.DateTimeField(default=django.utils.timezone.now)),
        migrations.AddField("follow", "tries", models.PositiveSmallIntegerField(default=0)),
        migrations.RunPython(write_digests, migrations.RunPython.noop, elidable=True),
        migrations.RemoveIndex("follow", "home_follow_asked"),
        migrations.AddIndex(
            "follow",
            models.Index(condition=Q(confirmed_at=None), fields=["asked_at"], name="home_follow_asked"),
        ),
        migrations.AddIndex("follow", models.Index(fields=["digest"], name="home_follow_digest")),
    ]
