"""Rows into PostgreSQL by COPY: a million take a minute where the ORM takes hours."""

import json
from typing import Any

from django.db import connection
from django.db.models import AutoField, Max, Model
from psycopg import sql


class Table:
    """Rows of one model, kept until `flush`; fields that are not named have the model's default.

    Keys are counted here, on from the largest that is there; `settle` tells the database's own counter at the end.
    """

    def __init__(self, model: type[Model], *names: str) -> None:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        self._key = model._meta.pk
        self._is_counted = isinstance(self._key, AutoField)
        self._rest = [
            name for name in fields if name not in names and not (self._is_counted and fields[name] is self._key)
        ]
        self._name = model._meta.db_table
        order = [self._key.attname] * self._is_counted + [*names, *self._rest]
        self._columns = [str(fields[name].column) for name in order]
        defaults = [(fields[name], fields[name].get_default()) for name in self._rest]
        self._defaults = tuple(
            json.dumps(value) if field.get_internal_type() == "JSONField" and value is not None else value
            for field, value in defaults
        )
        self._rows: list[tuple[Any, ...]] = []
        self.last = 0
        if self._is_counted:
            self.last = model._base_manager.aggregate(last=Max(self._key.attname))["last"] or 0

    def add(self, *values: Any) -> int:
        """The key of the new row, where keys are counted; `values` are of the named fields, in their order."""
        self.last += 1
        self._rows.append((*((self.last,) if self._is_counted else ()), *values, *self._defaults))
        return self.last

    def flush(self) -> None:
        columns = sql.SQL(", ").join([sql.Identifier(name) for name in self._columns])
        words = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(self._name), columns)
        with connection.cursor() as cursor, cursor.cursor.copy(words) as copy:
            for row in self._rows:
                copy.write_row(row)
        self._rows = []

    def settle(self) -> None:
        if self._is_counted and self.last:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [self._name, self._key.column, self.last]
                )
