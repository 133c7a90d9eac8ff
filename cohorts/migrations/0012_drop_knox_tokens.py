"""knox's own table is empty since 0010 and has no model any more: it would only stand in the way of who empties the others."""

from django.db import migrations


def drop(apps, schema_editor):
    schema_editor.delete_model(apps.get_model("knox", "AuthToken"))


def make(apps, schema_editor):
    schema_editor.create_model(apps.get_model("knox", "AuthToken"))


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0011_revisions"), ("knox", "0009_extend_authtoken_field")]
    operations = [migrations.RunPython(drop, make)]
