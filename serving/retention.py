"""How long each class of rows is kept."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from features.errors import BadOption, NotFound

__all__ = ["CLASSES", "DEFAULT", "Retention", "read_retention"]

DEFAULT = Path(__file__).parent / "retention.toml"

CLASSES = (
    "unworked_lists",
    "worked_lists",
    "rests",
    "cases",
    "blind_cases",
    "audits",
    "sessions",
    "tokens",
    "users",
    "log",
)
_LEAST_LOG = 6  # months; AI Act, article 26.6


@dataclass(frozen=True)
class Retention:
    """A dated set of months per class. Raises `BadOption` with every fault at once."""

    name: str
    valid_from: date
    months: Mapping[str, int]

    def __post_init__(self) -> None:
        faults = []
        if set(self.months) != set(CLASSES):
            missing = sorted(set(CLASSES) - set(self.months))
            unknown = sorted(set(self.months) - set(CLASSES))
            faults.append(f"missing classes {missing}, unknown {unknown}")
        for name, months in self.months.items():
            if not 1 <= months <= 240:
                faults.append(f"{name} is {months}; allowed are 1 to 240 months")
        if not faults:
            lists = max(self.months["worked_lists"], self.months["unworked_lists"])
            least = max(_LEAST_LOG, lists)
            if self.months["log"] < least:
                faults.append(
                    f"log is {self.months['log']}; allowed are {least} months or more, since"
                    " it vouches for the lists"
                )
        if faults:
            raise BadOption(
                "Retention: " + "; ".join(faults) + ".",
                "the shipped retention.toml has every class, with its meaning",
            )

    def last_kept(self, name: str, today: date) -> date:
        """What is older than this day has been kept long enough."""
        month = today.year * 12 + today.month - 1 - self.months[name]
        return date(month // 12, month % 12 + 1, min(today.day, 28))


def read_retention(path: Path | None = None) -> Retention:
    """The retention in a TOML file, by default the one shipped."""
    path = path or DEFAULT
    if not path.is_file():
        raise NotFound(
            f"There is no retention file {path.name}.", "unset LYKTA_RETENTION, or mend it"
        )
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        if any(type(months) is not int for months in content.get("months", {}).values()):
            raise TypeError("months must be whole numbers")
        return Retention(**content)
    except tomllib.TOMLDecodeError as error:
        raise BadOption(f"{path.name} is not TOML: {error}.", "mend that line") from None
    except (TypeError, AttributeError) as error:
        raise BadOption(
            f"{path.name} has a wrong entry ({error}).", "see the shipped"
        ) from None
