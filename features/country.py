"""What a country (or one agency) declares: registers, cohort, outcomes, indicators, rivals."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from features.errors import BadOption
from features.feature import Feature, View
from features.histories import Histories
from features.schema import Refused, Table
from features.vocabulary import Words

__all__ = [
    "Accepted",
    "Area",
    "Centre",
    "Code",
    "CodeList",
    "Cohort",
    "Country",
    "Grouping",
    "Outcomes",
    "Rival",
    "Step",
    "read_country",
]


@dataclass(frozen=True)
class Centre:
    """A regional centre and the counties it covers, from a day to a day."""

    code: str
    name: str
    counties: tuple[str, ...]
    valid_from: date
    source: str = ""
    valid_to: date | None = None


@dataclass(frozen=True)
class Step:
    """One step of the cohort's funnel: rows where `keep` is not true leave, and are counted."""

    name: str
    words: Words
    keep: str


@dataclass(frozen=True)
class Cohort:
    """Who is ranked at a date.

    `candidates` returns one row per workplace: `workplace`, `employer`, `centre`, every stratum
    of `strata`, and what the steps ask about. `strata` are for peers, slices and routing;
    they are never features.
    """

    candidates: View
    steps: tuple[Step, ...]
    strata: tuple[str, ...] = ("sector", "size_class")


@dataclass(frozen=True)
class Area:
    """An area of rules that some authority answers for.

    `embargo_days` goes before the country's where this area's outcomes settle at another pace.
    """

    name: str
    words: Words
    authorities: tuple[str, ...]
    embargo_days: int | None = None


@dataclass(frozen=True)
class Outcomes:
    """What was found, as known at a later date.

    `rows` returns one row per control and area: `workplace`, `employer`, `control`, `happened`,
    `area`, `found` (true, false, or null where nobody looked), `severity` (0 and up),
    `status`, and `random` (true when the control was drawn at random).
    `everyone` says that a workplace without a row had nothing found (a complaint register);
    otherwise it simply was not inspected, and has no label.
    `embargo_days` is how long after a control its outcome is still provisional. Splits keep to
    it; an area with a longer one of its own teaches from fewer controls.
    """

    areas: tuple[Area, ...]
    rows: View
    embargo_days: int
    everyone: bool = False


@dataclass(frozen=True)
class Rival:
    """A simple order that the model must beat: higher `score` first, then `then`.

    Both are expressions over features (parts too) and, for business as usual, over the
    columns that `view` adds per workplace.
    """

    name: str
    words: Words
    score: str
    then: str = ""
    view: View | None = None


@dataclass(frozen=True)
class Code:
    """One code of a dated list; `becomes` is its successor in the list that follows."""

    code: str
    meaning: str
    valid_from: date
    source: str
    valid_to: date | None = None
    becomes: str = ""


@dataclass(frozen=True)
class CodeList:
    """A dated list of codes."""

    words: Words
    rows: tuple[Code, ...]


@dataclass(frozen=True)
class Accepted:
    """A change of codes that somebody answers for, from a month (`YYYY-MM`) on."""

    register: str
    column: str
    since: str
    by: str
    why: str


@dataclass(frozen=True)
class Grouping:
    """How employers are grouped for audits, and for nothing else.

    `of` is a stratum of the cohort, a feature, or a column of `view`, which has a row per
    `employer`. What is a number is cut at `edges`: `bands` name what lies below the first,
    from one to below the next, and from the last up. `called` says what its groups are called
    where `Country.strata_words` of `of` does not.
    """

    name: str
    words: Words
    of: str
    edges: tuple[float, ...] = ()
    bands: tuple[str, ...] = ()
    view: View | None = None
    called: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class Country:
    """Everything the core needs to know of one country; the core itself never names one."""

    name: str
    words: Words
    tables: tuple[Table, ...]
    features: tuple[Feature, ...]
    cohort: Cohort
    outcomes: Outcomes
    centres: tuple[Centre, ...]
    rivals: tuple[Rival, ...]
    recipe: str  # path of the default recipe, from the project's root
    # What the codes of a stratum mean to a reader, such as a municipality's name.
    strata_words: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)
    # Data that a delivery may never hold, each with its ground.
    refused: tuple[Refused, ...] = ()
    # Dated lists of codes, for the reference page.
    code_lists: tuple[CodeList, ...] = ()
    # Changes of codes that are understood; others stop a load.
    accepted: tuple[Accepted, ...] = ()
    # Module with `link(extracts, out, delivered_on) -> folder`, for registers without keys.
    linking: str = ""
    # The same country where definitions look back so many days: a backtest gives both its dates
    # the history that the earlier one has. None when all registers reach back far enough.
    looking_back: Callable[[int], Country] | None = None
    # Folder of the sentences that reasons are told in; labels serve where there is none.
    reasons: Path | None = None
    # Whom audits compare, beside the bands that only they can read.
    groupings: tuple[Grouping, ...] = ()
    # How rows find their employer beyond their own number; None where numbers are all there is.
    histories: Histories | None = None

    def table(self, name: str) -> Table:
        """The table called `name`; raises `BadOption` naming those there are."""
        for table in self.tables:
            if table.name == name:
                return table
        raise BadOption(
            f"{self.name} declares no register '{name}'.",
            "declared are: " + ", ".join(table.name for table in self.tables),
        )

    def centre_of(self, county: str) -> Centre | None:
        """The centre that covers `county` (two digits), or None."""
        return next((centre for centre in self.centres if county in centre.counties), None)


def read_country(module: str) -> Country:
    """Import `module` and take its `COUNTRY`.

    Raises `BadOption` when the module cannot be imported or declares no country.
    """
    try:
        found = importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise BadOption(
            f"Country module '{module}' cannot be imported ({error}).",
            "give a Python module such as features.sweden or examples.california",
        ) from None
    country = getattr(found, "COUNTRY", None)
    if not isinstance(country, Country):
        raise BadOption(
            f"Module '{module}' declares no COUNTRY.",
            "end the module with COUNTRY = Country(...), as features/sweden.py does",
        )
    return country
