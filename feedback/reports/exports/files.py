"""Tables as files: CSV in lines as they are read, a workbook written row by row.

A text that a spreadsheet would take for a formula gets an apostrophe before it, so that what a candidate has written is
never run on the desk of who opens it (OWASP, "CSV injection").
"""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import chain
from typing import IO, Any

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Font

from feedback.reports.dashboard.scope import Scope
from feedback.reports.exports.tables import Row, Table, Value

CSV_TYPE = "text/csv; charset=utf-8"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = re.compile(r"[=+\-@\t\r\n]")
"""What a formula begins with, in one spreadsheet or another."""
CELL_MAX_CHARS = 32_767
"""Of a workbook; a longer text ends there."""
BYTE_ORDER_MARK = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""
IN_MEMORY_BYTES = 1_000_000


def csv_name(table: Table, scope: Scope) -> str:
    return f"{named(scope, table.key)}.csv"


def workbook_name(scope: Scope) -> str:
    return f"{named(scope)}.xlsx"


def named(scope: Scope, *parts: str) -> str:
    """The cohort, what the file holds, and which of it by the filters: a file of a part must not pass for the whole."""
    asked = {
        "coach": scope.coach_id, "role": slugify(scope.role) or (scope.role and "one"), "from": scope.since,
        "to": scope.until, "version": scope.number,
    }  # fmt: skip
    return "-".join([scope.cohort.slug, *parts, *(f"{key}-{value}" for key, value in asked.items() if value)])


def csv_lines(table: Table, scope: Scope) -> Iterator[str]:
    """A line at a time, the head first; moments with their distance from UTC."""
    return lines_of(chain([table.columns(scope)], (map(partial(_in_csv, scope), row) for row in table.rows(scope))))


def lines_of(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Of a CSV file, with no formula in it."""
    writer: Any = csv.writer(_Echo())  # what writerow gives back is what its file's write does
    for number, row in enumerate(rows):
        line = writer.writerow([_harmless(value) if isinstance(value, str) else value for value in row])
        yield line if number else BYTE_ORDER_MARK + line


def workbook(tables: Iterable[Table], scope: Scope, asked: Iterable[str] = ()) -> IO[bytes]:
    """A sheet a table, in an open file that is gone when closed; moments are the reader's local time. `asked` are the
    filters in words, which stand on a sheet before them.

    Rows go to the disk one by one: memory does not grow with the cohort.
    """
    book = Workbook(write_only=True)
    about: Any = book.create_sheet(gettext("About"))
    made_at = timezone.localtime(scope.now, scope.zone).replace(tzinfo=None)
    about.append([_bold(about, gettext("Cohort")), _fitting(scope.cohort.name)])
    about.append([_bold(about, gettext("As of")), made_at])
    for words in asked or [gettext("everything")]:
        about.append([_bold(about, gettext("Holds")), _fitting(words)])
    for table in tables:
        sheet: Any = book.create_sheet(str(table.title))
        sheet.freeze_panes = "A2"
        sheet.append([_bold(sheet, _harmless(name)) for name in table.columns(scope)])
        for row in table.rows(scope):
            sheet.append(_in_workbook(row, scope))
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115  # who sends it closes it
    book.save(file)
    file.seek(0)
    return file


class _Echo:
    """A file for csv's writer that gives each line back."""

    def write(self, line: str) -> Any:
        return line


def _in_csv(scope: Scope, value: Value) -> str | int | float | None:
    if isinstance(value, datetime):
        return timezone.localtime(value, scope.zone).isoformat(timespec="seconds")
    return value


def _in_workbook(row: Row, scope: Scope) -> list[Any]:
    return [
        _fitting(value) if isinstance(value, str)
        else timezone.localtime(value, scope.zone).replace(tzinfo=None) if isinstance(value, datetime)
        else value
        for value in row
    ]  # fmt: skip


def _fitting(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub(" ", _harmless(text))[:CELL_MAX_CHARS]


def _harmless(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell
