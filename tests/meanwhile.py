"""What another request does in the middle of this one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def after_first_look(table: str, do: Callable[[], object]) -> Iterator[None]:
    """`do` happens once, between the first statement on the table and the next one of any kind."""
    has_looked = is_done = False

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        nonlocal has_looked, is_done
        if has_looked and not is_done:
            is_done = True
            do()
        has_looked = has_looked or f'"{table}"' in sql
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
    assert is_done
