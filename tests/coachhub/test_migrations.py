"""A squashed migration makes the tables of those that it stands for; their triggers have tests where they are used."""

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader


def test_squashed_migrations_lead_to_what_they_replace() -> None:
    one_by_one, at_once = MigrationLoader(None, replace_migrations=False), MigrationLoader(None)
    before, now = one_by_one.project_state(), at_once.project_state()
    assert MigrationAutodetector(before, now).changes(graph=at_once.graph) == {}
    assert MigrationAutodetector(now, before).changes(graph=at_once.graph) == {}
