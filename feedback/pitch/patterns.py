"""Patterns that are compiled when they are first looked for: a process that only imports the engine waits for none."""

import re
from functools import cached_property
from typing import Any, cast


def later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, except that a wrong pattern is found out at its first use (the tests use all)."""
    return cast("re.Pattern[str]", _Later(pattern, flags))


class _Later:
    def __init__(self, pattern: str, flags: int) -> None:
        self._source, self._flags = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._source, self._flags)

    def __getattr__(self, name: str) -> Any:
        """Whatever is asked of the pattern, once; from then on it stands in the instance and costs nothing more."""
        found = getattr(self._compiled, name)
        self.__dict__[name] = found
        return found
