"""One section of a recipe read key by key, with every fault gathered."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from datetime import date

from features.errors import BadOption
from features.vocabulary import AsOf

__all__ = ["Section"]


class Section:
    """One table of a TOML file. What was asked for is remembered, so the rest is unknown."""

    def __init__(self, found: Mapping[str, object], name: str = "") -> None:
        self._found = found
        self._name = name
        self._asked: set[str] = set()
        self._faults: list[str] = []
        self._inner: dict[str, Section] = {}

    def fault(self, text: str) -> None:
        """Remember what is wrong, with where."""
        self._faults.append(f"{self._name}.{text}" if self._name else text)

    def section(self, key: str) -> Section:
        """The table below `key`; an empty one when it is not there."""
        if key not in self._inner:
            self._inner[key] = Section(self.table(key), f"{self._name}.{key}".lstrip("."))
        return self._inner[key]

    def sections(self, key: str) -> list[Section]:
        """The list of tables below `key`; empty when it is not there."""
        value = self._take(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.fault(f"{key}: must be a list of tables, is {value!r}")
            return []
        for number, one in enumerate(value):
            where = f"{self._name}.{key}[{number}]".lstrip(".")
            self._inner.setdefault(f"{key}[{number}]", Section(one, where))
        return [self._inner[f"{key}[{number}]"] for number in range(len(value))]

    def close(self) -> list[str]:
        """Every fault of this section and those below, unknown keys included."""
        for key in sorted(set(self._found) - self._asked):
            near = difflib.get_close_matches(key, sorted(self._asked), n=1)
            hint = f" (did you mean '{near[0]}'?)" if near else ""
            self.fault(f"{key}: unknown key{hint}; known are {', '.join(sorted(self._asked))}")
        return self._faults + [text for inner in self._inner.values() for text in inner.close()]

    def table(self, key: str) -> Mapping[str, float | int | str]:
        """A table of plain values."""
        value = self._take(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.fault(f"{key}: must be a table, is {value!r}")
            return {}
        return value

    def text(self, key: str, allowed: Sequence[str] = (), default: str | None = None) -> str:
        """A text, from `allowed` when that is given."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (allowed and value not in allowed):
            wanted = f"one of {', '.join(allowed)}" if allowed else "a text"
            self.fault(f"{key}: must be {wanted}, is {value!r}")
            return default or (allowed[0] if allowed else "")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self._take(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.fault(f"{key}: must be true or false, is {value!r}")
        return default

    def number(
        self, key: str, default: float | None, between: tuple[float, float]
    ) -> float | None:
        """A number in an inclusive range."""
        value = self._take(key)
        if value is None:
            return default
        if _is_number(value, between):
            return float(str(value))
        self.fault(f"{key}: must be a number from {between[0]} to {between[1]}, is {value!r}")
        return default

    def whole(self, key: str, default: int, between: tuple[int, int]) -> int:
        """A whole number in an inclusive range."""
        value = self._take(key)
        if value is None:
            return default
        if isinstance(value, int) and _is_number(value, between):
            return value
        self.fault(
            f"{key}: must be a whole number from {between[0]} to {between[1]}, is {value!r}"
        )
        return default

    def numbers(
        self, key: str, default: tuple[float, ...], between: tuple[float, float]
    ) -> tuple[float, ...]:
        """A list of numbers, not empty."""
        value = self._take(key)
        if value is None:
            return default
        if isinstance(value, list) and value and all(_is_number(v, between) for v in value):
            return tuple(value)
        self.fault(
            f"{key}: must be a list of numbers from {between[0]} to {between[1]}, is {value!r}"
        )
        return default

    def names(
        self, key: str, there: Sequence[str], *, every: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Names out of `there`; "all" or nothing said means `every`."""
        value = self._take(key)
        if value is None or value == "all":
            return every
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            self.fault(f'{key}: must be "all" or a list of names, is {value!r}')
            return every
        unknown = sorted(set(value) - set(there))
        if unknown:
            near = {
                n: difflib.get_close_matches(n, there, n=2) or list(there)[:8] for n in unknown
            }
            told = "; ".join(f"'{name}' (there is {', '.join(near[name])})" for name in unknown)
            self.fault(f"{key}: nobody declared {told}")
        return tuple(name for name in there if name in value)

    def as_of(self, key: str) -> AsOf | None:
        """A first of a month, as a TOML date or a text."""
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, str | date):
            self.fault(f"{key}: must be a date, is {value!r}")
            return None
        try:
            return AsOf.parse(value)
        except BadOption as error:
            self.fault(f"{key}: {error.message}")
            return None

    def _take(self, key: str) -> object:
        self._asked.add(key)
        return self._found.get(key)


def _is_number(value: object, between: tuple[float, float]) -> bool:
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    return numeric and between[0] <= float(str(value)) <= between[1]
