"""A submitted text never changes, whoever asks: the database itself refuses the UPDATE."""

from django.db import migrations

CREATE = {
    "sqlite": [
        """CREATE TRIGGER draft_version_immutable BEFORE UPDATE ON cohorts_draftversion
           BEGIN SELECT RAISE(ABORT, 'a submitted version cannot be changed'); END""",
    ],
    "postgresql": [
        """CREATE FUNCTION refuse_draft_version_update() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN RAISE EXCEPTION 'a submitted version cannot be changed' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        """CREATE TRIGGER draft_version_immutable BEFORE UPDATE ON cohorts_draftversion
           FOR EACH ROW EXECUTE FUNCTION refuse_draft_version_update()""",
    ],
}
DROP = {
    "sqlite": ["DROP TRIGGER draft_version_immutable"],
    "postgresql": [
        "DROP TRIGGER draft_version_immutable ON cohorts_draftversion",
        "DROP FUNCTION refuse_draft_version_update()",
    ],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
