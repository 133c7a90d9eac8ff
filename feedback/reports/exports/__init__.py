"""A cohort's rows as tables to take away: what they hold, and the files that they are written into."""

from feedback.reports.exports.tables import TABLES, Table, table_of

__all__ = ["TABLES", "Table", "table_of"]
