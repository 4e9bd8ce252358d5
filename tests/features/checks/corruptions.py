"""Forty-odd ways to spoil a delivery: the register, the damage, and what must be said."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tests.features.checks.deliveries import NOW, Delivery

__all__ = ["CORRUPTIONS", "Corruption"]

Spoil = Callable[[pd.DataFrame], pd.DataFrame]
Rewrite = Callable[[str], "str | bytes"]


@dataclass(frozen=True)
class Corruption:
    """`spoil` works on rows, or, when `csv`, on the text of the file.

    `says` stands in the sentence of a finding that is more than a note.
    """

    name: str
    register: str
    says: str
    spoil: Spoil | None = None
    csv: Rewrite | None = None
    file: Callable[[Delivery, Path], object] | None = None

    def deliver(self, delivery: Delivery, folder: Path) -> Path:
        """Write the spoiled delivery."""
        if self.file:
            self.file(delivery, folder)
        elif self.csv:
            delivery.as_csv(self.register, folder, self.csv)
        elif self.spoil:
            delivery.spoiled(self.register, folder, self.spoil)
        return folder


# ---------------------------------------------------------------- ways to change rows
def share_of(frame: pd.DataFrame, share: float) -> np.ndarray:
    """The same rows every time: so many of them, drawn."""
    return np.random.default_rng(7).random(len(frame)) < share


def each(column: str, change: Callable[[object], object], share: float = 1.0) -> Spoil:
    """Change a column's values, in a share of the rows."""

    def spoil(frame: pd.DataFrame) -> pd.DataFrame:
        values = frame[column].astype(object)
        at = share_of(frame, share) & values.notna().to_numpy()
        values[at] = [change(value) for value in values[at]]
        if not all(isinstance(v, int | float | date) for v in values.dropna()):
            values = values.map(lambda v: v if v is None or v is pd.NA else str(v))
        return frame.assign(**{column: values})

    return spoil


def in_month(clock: str, month: str, change: Spoil) -> Spoil:
    """Change the rows of one month alone."""

    def spoil(frame: pd.DataFrame) -> pd.DataFrame:
        here = frame[clock].map(lambda day: str(day)[:7] == month).to_numpy()
        parts = [frame[~here], change(frame[here])]
        return pd.concat(parts).astype(frame.dtypes.to_dict())

    return spoil


def times(column: str, factor: float) -> Spoil:
    """Another unit."""

    def spoil(frame: pd.DataFrame) -> pd.DataFrame:
        scaled = (frame[column].astype("Float64") * factor).round().astype("Int64")
        return frame.assign(**{column: scaled})

    return spoil


def swap(one: str, other: str) -> Spoil:
    """Two columns change places."""
    return lambda frame: frame.assign(**{one: frame[other], other: frame[one]})


def recode(column: str, codes: dict[str, str], share: float = 1.0) -> Spoil:
    """Codes become other codes."""
    return each(column, lambda value: codes.get(str(value), value), share)


def shift_list(column: str, codes: list[str]) -> Spoil:
    """Every code becomes the next of the list."""
    return recode(column, dict(zip(codes, codes[1:] + codes[:1], strict=True)))


def without(column: str, month: str) -> Spoil:
    """A month that was left out."""
    return lambda frame: frame[frame[column].map(lambda day: str(day)[:7] != month)]


def slipped(*columns: str) -> Spoil:
    """Columns that slid down by a row."""
    return lambda frame: frame.assign(**{c: np.roll(frame[c].to_numpy(), 1) for c in columns})


def new_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """A month sent again under new numbers."""
    again = frame.assign(visit_no="X" + frame["visit_no"].astype(str))
    return pd.concat([frame, again])


def strangers(frame: pd.DataFrame) -> pd.DataFrame:
    """Sound numbers of nobody in the register: the digits and check digit of other firms."""
    numbers = [f"556{n:06d}" for n in range(100_000, 100_000 + len(frame))]
    return frame.assign(org_no=[number + luhn(number) for number in numbers])


def luhn(nine: str) -> str:
    """The check digit of nine digits."""
    doubled = [int(d) * (2 - at % 2) for at, d in enumerate(nine)]
    return str(-sum(n // 10 + n % 10 for n in doubled) % 10)


def reuse(frame: pd.DataFrame) -> pd.DataFrame:
    """A new case takes the number of an old one."""
    numbers = frame["case_no"].to_numpy().copy()
    half = len(numbers) // 4
    numbers[-half:] = numbers[:half]
    return frame.assign(case_no=numbers)


def personal(value: object) -> str:
    """An invented personal number whose check digit is right."""
    nine = f"811218{zlib.crc32(str(value).encode()) % 1000:03d}"
    return nine + luhn(nine)


def american(day: object) -> str:
    """Month, day, year."""
    assert isinstance(day, date)
    return day.strftime("%m/%d/%Y")


def zoned(delivery: Delivery, folder: Path) -> None:
    """Swedish midnights as moments: the day before, in UTC."""
    rows = pa.Table.from_pandas(delivery.frame("declaration_totals"), preserve_index=False)
    days = pc.assume_timezone(rows["period"].cast(pa.timestamp("us")), "Europe/Stockholm")
    at = rows.schema.get_field_index("period")
    path = delivery.path(folder, "declaration_totals", ".parquet")
    pq.write_table(rows.set_column(at, "period", days), path)


def cut_parquet(delivery: Delivery, folder: Path) -> None:
    """A transfer that stopped."""
    delivery.spoiled("permits", folder, lambda frame: frame)
    path = delivery.path(folder, "permits", ".parquet")
    path.write_bytes(path.read_bytes()[:-2_000])


def twice(delivery: Delivery, folder: Path) -> None:
    """As Parquet and as CSV."""
    delivery.spoiled("permits", folder, lambda frame: frame)
    delivery.as_csv("permits", folder, lambda text: text)


def suspicions(delivery: Delivery, folder: Path) -> None:
    """What is never received, beside a sound register."""
    delivery.spoiled("permits", folder, lambda frame: frame)
    (folder / "ekobrottsmyndigheten").mkdir()
    (folder / "ekobrottsmyndigheten" / "misstankar_2026.csv").write_text("a,b\n1,2\n", "utf-8")


def header_again(text: str) -> str:
    lines = text.splitlines()
    return "\n".join([*lines[:40], lines[0], *lines[40:]]) + "\n"


def long_ago(frame: pd.DataFrame) -> pd.DataFrame:
    """Missing days as the last day there is."""
    never = frame["lifted_on"].isna()
    return frame.assign(lifted_on=frame["lifted_on"].where(~never, date(9999, 12, 31)))


KINDS = ["planned", "incident", "complaint", "follow_up", "joint", "digital"]

CORRUPTIONS: tuple[Corruption, ...] = (
    # How the file was written.
    Corruption("wrong_delimiter", "notices", "has a single column: its fields are not divided",
               csv=lambda t: t.replace(",", "^")),
    Corruption("latin_1", "employers", "is not UTF-8; it was read as Latin-1",
               csv=lambda t: t.encode("latin-1", "replace")),
    Corruption("utf_16", "notices", "is written in UTF-16", csv=lambda t: t.encode("utf-16")),
    Corruption("garbled", "workplaces", "å, ä and ö have become other characters",
               csv=lambda t: t.encode("utf-8").decode("latin-1").encode("utf-8")),
    Corruption("empty_file", "notices", "is empty, without even a line of column names",
               csv=lambda t: ""),
    Corruption("only_names", "notices", "no usable row in the register",
               csv=lambda t: t.splitlines()[0] + "\n"),
    Corruption("no_names", "notices", "is the line of column names missing?",
               csv=lambda t: "\n".join(t.splitlines()[1:])),
    Corruption("names_again", "permits", "the line of column names stands again",
               csv=header_again),
    Corruption("cut_in_a_line", "permits", "the line has ",
               csv=lambda t: t[: t.rindex(",", 0, len(t) - 40)]),
    Corruption("cut_at_a_line", "declaration_totals", "fewer rows than last time",
               csv=lambda t: "\n".join(t.splitlines()[: int(t.count("\n") * 0.6)]) + "\n"),
    Corruption("cut_parquet", "permits", "cannot be read as parquet", file=cut_parquet),
    Corruption("delivered_twice", "permits", "delivered more than once", file=twice),
    Corruption("refused_register", "permits", "are never received", file=suspicions),
    # Columns.
    Corruption("column_missing", "permits", "missing column offered_pay_ore",
               lambda f: f.drop(columns="offered_pay_ore")),
    Corruption("column_undeclared", "permits", "undeclared column occupation",
               lambda f: f.assign(occupation="5120")),
    Corruption("forbidden", "permits", "column medborgarskap must never be delivered",
               lambda f: f.assign(medborgarskap="xx")),
    Corruption("forbidden_renamed", "employers", "the texts have a new form",
               lambda f: f.assign(contact_key="FI")),
    Corruption("columns_swapped", "declaration_totals", "seem to have changed places",
               swap("gross_pay_ore", "tax_ore")),
    Corruption("clocks_swapped", "inspections", "known before it happened",
               swap("inspected_on", "known_at")),
    Corruption("column_slipped", "inspections", "workplace never belonged to their employer",
               slipped("cfar")),
    Corruption("column_lost", "inspections", "the value is missing in 100 % of the rows",
               lambda f: f.assign(cfar=None)),
    # Numbers and units.
    Corruption("kronor_for_ore", "declaration_totals", "a hundred times: öre or kronor?",
               times("gross_pay_ore", 0.01)),
    Corruption("kronor_since_lately", "declaration_totals", "a hundred times: öre or kronor?",
               in_month("filed_on", "2026-10", times("contributions_ore", 0.01))),
    Corruption("minutes_for_hours", "workplaces", "outside 0 to 168 h/week",
               each("opening_hours_week", lambda v: float(v) * 60)),  # type: ignore[arg-type]
    Corruption("per_cent_for_share", "permits", "outside 0 to 1",
               each("hours_share", lambda v: float(v) * 100)),  # type: ignore[arg-type]
    Corruption("decimal_comma", "permits", "cannot be read as a number – ",
               each("hours_share", lambda v: str(v).replace(".", ","))),
    Corruption("thousands", "vat", "cannot be read as a whole number of öre",
               each("turnover_ore", lambda v: f"{v:,}".replace(",", " "))),
    # Days.
    Corruption("american_days", "notices", "99/99/9999", each("noticed_on", american)),
    Corruption("moments_in_utc", "declaration_totals", "cannot be read as a date", file=zoned),
    Corruption("moments_with_zone", "tax_account", "9999-99-99a99:99:99+99:99",
               each("month", lambda d: f"{d}T00:00:00+02:00")),
    Corruption("known_on_delivery", "permits", "of the rows have the same known_at",
               lambda f: f.assign(known_at=NOW - timedelta(1))),
    Corruption("known_is_happened", "declaration_totals", "days now pass from period to",
               lambda f: f.assign(filed_on=f["period"])),
    Corruption("in_the_future", "permits", "later than the delivery",
               each("known_at", lambda d: d + timedelta(4_000), 0.08)),  # type: ignore[operator]
    Corruption("days_of_never", "prohibitions", "9999-12-31 stands where there is no date",
               long_ago),
    Corruption("month_missing", "declaration_totals", "2026-03 has 0 rows that happened",
               without("period", "2026-03")),
    Corruption("month_twice", "declaration_totals", "rows that stand more than once",
               lambda f: pd.concat([f, f[f["period"].astype(str) == "2026-03-01"]])),
    Corruption("month_renumbered", "ledger_visits", "more rows than last time",
               in_month("known_at", "2026-05", new_numbers)),
    Corruption("the_last_once_more", "declaration_totals", "nothing newer than 2026-09",
               lambda f: f[f["filed_on"].map(lambda d: d < date(2026, 10, 1))]),
    # Keys.
    Corruption("hyphens", "inspections", "a hyphen between the sixth and seventh digit",
               each("org_no", lambda v: f"{str(v)[:6]}-{str(v)[6:]}", 0.15)),
    Corruption("leading_digits_lost", "inspections", "fewer digits than a number has",
               each("org_no", lambda v: str(v)[2:])),
    Corruption("century", "vat", "twelve digits: a 16 before the number",
               each("org_no", lambda v: f"16{v}")),
    Corruption("personal_number_of_employer", "vat", "the third digit is below 2",
               each("org_no", personal, 0.002)),
    Corruption("personal_number_of_person", "subsidies",
               "a personal number where the owner's pseudonym should stand",
               each("person_key", personal, 0.05)),
    Corruption("new_pseudonyms", "permits", "the texts have a new form",
               each("person_key", lambda v: f"{zlib.crc32(str(v).encode()):08x}-x")),
    Corruption("strangers", "vat", "employers that the company register does not have",
               strangers),
    Corruption("key_reused", "inspections", "used for several employers or days", reuse),
    # Codes and texts.
    Corruption("null_as_text", "inspections", "a word such as NULL, N/A or -",
               lambda f: f.assign(cfar=f["cfar"].fillna("NULL").astype(str))),
    Corruption("trailing_blanks", "permits", "begins or ends with a blank",
               each("permit_no", lambda v: f"{v}  ")),
    Corruption("yes_and_no", "permits", "cannot be read as true or false",
               each("collective_agreement", lambda v: "Ja" if v else "Nej")),
    Corruption("true_is_false", "permits", "months delivered before have other codes now",
               lambda f: f.assign(collective_agreement=~f["collective_agreement"])),
    Corruption("capitals", "permits", "not in the code list",
               each("decision", lambda v: str(v).upper())),
    Corruption("list_shifted", "inspections", "months delivered before have other codes now",
               shift_list("kind", KINDS)),
    Corruption("claims_turned_lately", "declarations", "the mix of codes has jumped",
               in_month("filed_on", "2026-10",
                        lambda f: f.assign(housing_benefit=~f["housing_benefit"]))),
    Corruption("claim_gone_lately", "declarations", "a code is no longer used",
               in_month("filed_on", "2026-10", lambda f: f.assign(housing_benefit=False))),
    Corruption("new_code_lately", "permits", "codes that are not in the code list",
               in_month("known_at", "2026-10", recode("kind", {"first": "A1"}))),
    Corruption("versions_mixed", "workplaces", "'SNI 2007' 0 % → ",
               lambda f: f.assign(sni_2025=f["sni_2025"].where(f["sni_2025"].isna(), "45201"))),
    Corruption("noughts_lost", "workplaces", "not in the code list – ",
               each("municipality", lambda v: str(int(str(v))))),
)  # fmt: skip
