"""Numbers: what is valid, and that every known fault is named."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.registers.numbers import (
    FAULTS,
    faults_of_organisation_numbers,
    faults_of_pseudonyms,
    faults_of_workplace_numbers,
    is_sole_trader,
    valid_organisation_numbers,
)
from features.synthetic.flaws import wrong_number
from features.synthetic.keys import FORMS, organisation_numbers, workplace_numbers

serials = st.lists(st.integers(0, 699_999), min_size=1, max_size=50, unique=True)


def organisations(serial: list[int], form: str, offset: int = 0) -> pa.StringArray:
    forms = np.full(len(serial), FORMS.index(form))
    return organisation_numbers(forms, np.array(serial), offset)


@settings(deadline=None)  # a busy machine is no fault of the numbers
@given(serials, st.sampled_from(FORMS), st.integers(0, 999_999))
def test_every_generated_number_is_valid_and_no_two_are_alike(
    serial: list[int], form: str, offset: int
) -> None:
    numbers = organisations(serial, form, offset)

    assert valid_organisation_numbers(numbers).to_pylist() == [True] * len(serial)
    assert len(set(numbers.to_pylist())) == len(serial)


@settings(deadline=None)
@given(st.integers(0, 699_999), st.integers(0, 9), st.integers(1, 9))
def test_a_change_of_any_one_digit_is_caught(serial: int, place: int, step: int) -> None:
    (number,) = organisations([serial], "limited").to_pylist()
    changed = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]

    (fault,) = faults_of_organisation_numbers(pa.array([changed])).to_pylist()

    assert fault in {"check_digit", "personal_number"}


@settings(deadline=None)
@given(serials, st.integers(0, 89_999_999))
def test_every_generated_workplace_number_is_valid(serial: list[int], offset: int) -> None:
    numbers = workplace_numbers(np.array(serial), offset)

    assert faults_of_workplace_numbers(numbers).to_pylist() == [None] * len(serial)
    assert len(set(numbers.to_pylist())) == len(serial)


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("5560125790", None),
        ("S000012345", None),
        ("556012-5790", "hyphen"),
        ("165560125790", "century_prefix"),
        ("SE556012579001", "vat_number"),
        ("012345678901", "vat_number"),
        ("44455512349", "too_long"),
        ("2", "single_digit"),
        ("24838560", "too_short"),
        ("FornamnEfternamn", "letters"),
        ("559015-265755901", "glued_with_hyphen"),
        ("559015265755901", "glued"),
        ("2120003005)", "trailing_mark"),
        ("8001011234", "personal_number"),
        ("5560125791", "check_digit"),
        ("", "missing"),
        (None, "missing"),
        ("----", "unreadable"),
    ],
)
def test_every_fault_seen_in_the_diary_has_its_name(number: str | None, fault: str) -> None:
    found = faults_of_organisation_numbers(pa.array([number], type=pa.string()))

    assert found.to_pylist() == [fault]


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("19283746", None),
        ("1928374", "too_short"),
        ("192837465", "too_long"),
        ("09283746", "leading_zero"),
        ("abc", "letters"),
        (None, "missing"),
    ],
)
def test_a_workplace_number_has_eight_digits(number: str | None, fault: str | None) -> None:
    found = faults_of_workplace_numbers(pa.array([number], type=pa.string()))

    assert found.to_pylist() == [fault]


def test_a_pseudonym_marks_a_sole_trader() -> None:
    numbers = pa.array(["S000012345", "5560125790", None])

    assert is_sole_trader(numbers).to_pylist() == [True, False, False]


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("P000000000012", None),
        ("8112189876", "identity"),
        ("19811218-9876", "identity"),
        ("811278-9873", "identity"),  # a coordination number: sixty added to the day
        ("8112189877", None),  # ten digits by chance: the check digit does not fit
        ("9912319999", None),
    ],
)
def test_a_personal_number_is_no_pseudonym(key: str, fault: str | None) -> None:
    assert faults_of_pseudonyms(pa.array([key])).to_pylist() == [fault]


# Those that a right number cannot be spoilt into, or that other numbers have.
NOT_SPOILT = {"missing", "personal_number", "leading_zero", "unreadable", "identity"}


@pytest.mark.parametrize("kind", sorted(set(FAULTS) - NOT_SPOILT))
def test_a_number_spoilt_in_a_named_way_is_found_to_be_so(kind: str) -> None:
    numbers = organisations([7, 41, 4_711], "limited").to_pylist()
    spoilt = pa.array([wrong_number(kind, number) for number in numbers])

    assert set(faults_of_organisation_numbers(spoilt).to_pylist()) == {kind}
