"""Organisation and workplace numbers: what makes one valid, and what is wrong with the others.

Every rule works on a whole column at once. An organisation number is ten digits, the third
at least 2, with a Luhn check digit; a third digit below 2 makes it a personal number, which
must never be delivered: a sole trader is carried under a pseudonym, `S` and nine digits.
The faults named here are those seen in the work-environment authority's public diary.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = [
    "CHECKS",
    "FAULTS",
    "check_digits",
    "faults_of_organisation_numbers",
    "faults_of_pseudonyms",
    "faults_of_workplace_numbers",
    "is_sole_trader",
    "reasons",
    "valid_organisation_numbers",
    "valid_workplace_numbers",
]

Numbers: TypeAlias = pa.Array | pa.ChunkedArray
Rule: TypeAlias = Callable[[pa.Array], Sequence[str | None]]

FAULTS: Mapping[str, str] = {
    "missing": "no number at all",
    "hyphen": "a hyphen between the sixth and seventh digit",
    "century_prefix": "twelve digits: a 16 before the number",
    "vat_number": "a VAT number: twelve digits, or SE before them",
    "trailing_mark": "a mark after ten digits",
    "glued_with_hyphen": "organisation and workplace number in one, with a hyphen",
    "glued": "organisation and workplace number in one",
    "letters": "letters, such as a person's name",
    "single_digit": "a single digit",
    "too_short": "fewer digits than a number has",
    "too_long": "more digits than a number has",
    "personal_number": "the third digit is below 2, as in a personal number",
    "check_digit": "the check digit does not fit the others",
    "leading_zero": "a workplace number that begins with nought",
    "identity": "a personal number where the owner's pseudonym should stand",
    "unreadable": "something else",
}

# First pattern that fits names the fault; the order matters.
_SHAPES: tuple[tuple[str, str], ...] = (
    ("missing", r"^\s*$"),
    ("hyphen", r"^[0-9]{6}-[0-9]{4}$"),
    ("glued_with_hyphen", r"^[0-9]{6}-[0-9]{5,}$"),
    ("century_prefix", r"^16[0-9]{10}$"),
    ("vat_number", r"^(SE)?[0-9]{12}$"),
    ("trailing_mark", r"^[0-9]{10}[^0-9A-Za-z]+$"),
    ("glued", r"^[0-9]{13,}$"),
    ("letters", r"\pL"),
    ("single_digit", r"^[0-9]$"),
    ("too_short", r"^[0-9]{2,9}$"),
    ("too_long", r"^[0-9]{11}$"),
)
_WORKPLACE_SHAPES: tuple[tuple[str, str], ...] = (
    ("missing", r"^\s*$"),
    ("letters", r"\pL"),
    ("single_digit", r"^[0-9]$"),
    ("too_short", r"^[0-9]{2,7}$"),
    ("too_long", r"^[0-9]{9,}$"),
    ("leading_zero", r"^0[0-9]{7}$"),
)
_PSEUDONYM = r"^S[0-9]{9}$"
# A day of birth (a coordination number's has sixty added) and four digits.
_IDENTITY = r"^(19|20)?[0-9]{2}(0[1-9]|1[0-2])([06][1-9]|[1278][0-9]|[39][01])[-+]?[0-9]{4}$"
_WEIGHTS = np.array([2, 1, 2, 1, 2, 1, 2, 1, 2], dtype=np.int64)


def check_digits(first_nine: np.ndarray) -> np.ndarray:
    """The Luhn check digit of each row of nine digits (shape n × 9)."""
    doubled = first_nine.astype(np.int64) * _WEIGHTS
    total: np.ndarray = (doubled // 10 + doubled % 10).sum(axis=1)
    return np.asarray(np.mod(-total, 10))


def is_sole_trader(values: Numbers) -> pa.BooleanArray:
    """True for a pseudonym of a sole trader; missing values are false."""
    return pc.fill_null(pc.match_substring_regex(_text(values), _PSEUDONYM), False)


def valid_organisation_numbers(values: Numbers) -> pa.BooleanArray:
    """True where the number can be used as it stands; missing values are false."""
    return pc.is_null(faults_of_organisation_numbers(values))


def valid_workplace_numbers(values: Numbers) -> pa.BooleanArray:
    """True where the number can be used as it stands; missing values are false."""
    return pc.is_null(faults_of_workplace_numbers(values))


def faults_of_organisation_numbers(values: Numbers) -> pa.StringArray:
    """What is wrong with each number, a key of `FAULTS`; null where nothing is."""
    return _per_distinct(values, _organisation_faults)


def faults_of_workplace_numbers(values: Numbers) -> pa.StringArray:
    """What is wrong with each workplace number, a key of `FAULTS`; null where nothing is."""
    return _per_distinct(values, _workplace_faults)


def faults_of_pseudonyms(values: Numbers) -> pa.StringArray:
    """A personal number that was not made a pseudonym; null for anything else."""
    return _per_distinct(values, _pseudonym_faults)


CHECKS: Mapping[str, Callable[[Numbers], pa.StringArray]] = {
    "organisation_number": faults_of_organisation_numbers,
    "workplace_number": faults_of_workplace_numbers,
    "pseudonym": faults_of_pseudonyms,
}


def reasons() -> Mapping[str, Rule]:
    """Each rule as a function from numbers to what is wrong with each, in words."""
    return {name: partial(_in_words, rule) for name, rule in CHECKS.items()}


def _in_words(
    rule: Callable[[Numbers], pa.StringArray], numbers: pa.Array
) -> Sequence[str | None]:
    return [FAULTS[key] if key else None for key in rule(numbers).to_pylist()]


def _text(values: Numbers) -> pa.Array:
    flat = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    if pa.types.is_dictionary(flat.type):
        flat = flat.dictionary_decode()
    return flat.cast(pa.string())


def _per_distinct(
    values: Numbers, rule: Callable[[pa.StringArray], np.ndarray]
) -> pa.StringArray:
    """Apply `rule` once to each distinct value: a number recurs in millions of rows."""
    flat = values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
    encoded = flat if pa.types.is_dictionary(flat.type) else flat.dictionary_encode()
    found = pa.array(rule(_text(encoded.dictionary)), type=pa.string())
    faults = found.take(encoded.indices)
    return pc.if_else(pc.is_null(encoded.indices), pa.scalar("missing"), faults)


def _organisation_faults(numbers: pa.StringArray) -> np.ndarray:
    faults = np.full(len(numbers), "unreadable", dtype=object)
    for name, pattern in reversed(_SHAPES):
        faults[_matches(numbers, pattern)] = name
    tens = _matches(numbers, r"^[0-9]{10}$")
    if tens.any():
        chosen = numbers.filter(pa.array(tens)).cast(pa.large_binary())
        digits = np.frombuffer(b"".join(chosen.to_pylist()), dtype=np.uint8) - ord("0")
        digits = digits.reshape(-1, 10)
        fits = check_digits(digits[:, :9]) == digits[:, 9]
        legal = digits[:, 2] >= 2
        kinds = np.array([None, "check_digit", "personal_number"], dtype=object)
        faults[tens] = kinds[np.where(legal, np.where(fits, 0, 1), 2)]
    faults[_matches(numbers, _PSEUDONYM)] = None
    return faults


def _pseudonym_faults(values: pa.StringArray) -> np.ndarray:
    """Ten digits often look like a day of birth by chance; with the check digit, rarely."""
    faults = np.full(len(values), None, dtype=object)
    tens = pc.replace_substring_regex(values, r"^(19|20)?([0-9]{6})[-+]?([0-9]{4})$", r"\2\3")
    shaped = _matches(values, _IDENTITY)
    if shaped.any():
        chosen = tens.filter(pa.array(shaped)).cast(pa.large_binary())
        digits = np.frombuffer(b"".join(chosen.to_pylist()), dtype=np.uint8) - ord("0")
        digits = digits.reshape(-1, 10)
        fits = check_digits(digits[:, :9]) == digits[:, 9]
        faults[np.flatnonzero(shaped)[fits]] = "identity"
    return faults


def _workplace_faults(numbers: pa.StringArray) -> np.ndarray:
    faults = np.full(len(numbers), "unreadable", dtype=object)
    for name, pattern in reversed(_WORKPLACE_SHAPES):
        faults[_matches(numbers, pattern)] = name
    faults[_matches(numbers, r"^[1-9][0-9]{7}$")] = None
    return faults


def _matches(numbers: pa.StringArray, pattern: str) -> np.ndarray:
    return np.asarray(pc.match_substring_regex(numbers, pattern).to_numpy(zero_copy_only=False))
