"""Tokens made before there were scopes keep on doing what they could: their programs notice nothing."""

from django.db import migrations
from django.db.models.functions import Now


def keep(apps, schema_editor):
    old, new = apps.get_model("knox", "AuthToken"), apps.get_model("cohorts", "ApiToken")
    rows = old.objects.filter(expiry__gt=Now()).values("digest", "token_key", "user_id", "expiry", "created")
    made = {row["digest"]: row["created"] for row in rows}
    new.objects.bulk_create(
        new(
            digest=row["digest"], token_key=row["token_key"], user_id=row["user_id"], expiry=row["expiry"],
            scope="read write review admin",
        )
        for row in rows
    )
    for digest, created in made.items():  # auto_now_add would call them new
        new.objects.filter(pk=digest).update(created=created)
    old.objects.all().delete()


def give_back(apps, schema_editor):
    """Those that may do all: a token of fewer scopes would be let do more than it was made for."""
    old, new = apps.get_model("knox", "AuthToken"), apps.get_model("cohorts", "ApiToken")
    rows = new.objects.filter(scope="read write review admin")
    old.objects.bulk_create(
        old(digest=row.digest, token_key=row.token_key, user_id=row.user_id, expiry=row.expiry) for row in rows
    )
    new.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0009_tokens_with_scopes"), ("knox", "0009_extend_authtoken_field")]
    operations = [migrations.RunPython(keep, give_back)]
