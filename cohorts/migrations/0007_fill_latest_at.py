"""Introductions from before 0006 learn when their latest version was submitted."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    latest = apps.get_model("cohorts", "DraftVersion").objects.filter(
        intro=OuterRef("pk"), number=OuterRef("latest_number")
    )
    apps.get_model("cohorts", "Intro").objects.filter(latest_number__gt=0).update(
        latest_at=Subquery(latest.order_by().values("submitted_at")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0006_intro_latest_at")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
