"""Full-text indexes of names, roles, companies and texts, which the database itself keeps: GIN on PostgreSQL, FTS5 on SQLite.

On SQLite a later migration that makes one of these tables anew (most changes of a column or constraint do) drops the
triggers with the old table: let it run `create_sqlite` for that table again. tests/cohorts/test_search.py notices.
"""

from django.db import migrations

TABLES = {
    "cohorts_user": ["name"],
    "cohorts_intro": ["role", "company"],
    "cohorts_draftversion": ["text"],
}
SIGNS = "/.@:_-+<>&~=?#"  # what PostgreSQL's parser would read as part of an address, a tag, a path or a number


def create_sqlite(execute, table):
    columns, words = TABLES[table], f"{table}_words"
    names, new, old = (", ".join(before + name for name in columns) for before in ("", "new.", "old."))
    remove = f"INSERT INTO {words}({words}, rowid, {names}) VALUES ('delete', old.id, {old});"
    add = f"INSERT INTO {words}(rowid, {names}) VALUES (new.id, {new});"
    execute(f"DROP TABLE IF EXISTS {words}")
    execute(
        f"CREATE VIRTUAL TABLE {words} USING fts5({names}, content='{table}', content_rowid='id',"
        " tokenize='unicode61 remove_diacritics 2')"
    )
    execute(f"INSERT INTO {words}({words}) VALUES ('rebuild')")
    execute(f"CREATE TRIGGER {words}_insert AFTER INSERT ON {table} BEGIN {add} END")
    execute(f"CREATE TRIGGER {words}_delete AFTER DELETE ON {table} BEGIN {remove} END")
    execute(f"CREATE TRIGGER {words}_update AFTER UPDATE OF {names} ON {table} BEGIN {remove} {add} END")


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            create_sqlite(schema_editor.execute, table)
        return
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS unaccent")  # trusted: the database's owner may
    schema_editor.execute("CREATE TEXT SEARCH CONFIGURATION coachhub (COPY = simple)")
    schema_editor.execute(
        "ALTER TEXT SEARCH CONFIGURATION coachhub ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple"
    )
    for table, columns in TABLES.items():
        words = " || ' ' || ".join(columns)
        # Stored: PostgreSQL thinks to_tsvector cheap, and would call it on each text where a word is in many.
        schema_editor.execute(
            f"ALTER TABLE {table} ADD COLUMN words tsvector GENERATED ALWAYS AS"
            f" (to_tsvector('coachhub', translate({words}, '{SIGNS}', '{' ' * len(SIGNS)}'))) STORED"
        )
        schema_editor.execute(f"CREATE INDEX {table}_words ON {table} USING gin (words)")


def drop(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "sqlite":
            for event in ("insert", "delete", "update"):
                schema_editor.execute(f"DROP TRIGGER {table}_words_{event}")
            schema_editor.execute(f"DROP TABLE {table}_words")
        else:
            schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN words")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TEXT SEARCH CONFIGURATION coachhub")


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0007_fill_latest_at")]
    operations = [migrations.RunPython(create, drop)]
