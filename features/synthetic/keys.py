"""Numbers and pseudonyms for the invented: valid, never drawn twice, made by the column."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from features.errors import BadOption
from features.registers.numbers import check_digits

__all__ = ["FORMS", "organisation_numbers", "text_keys", "workplace_numbers"]

# Legal forms in the order of their codes here, with the three digits their numbers begin
# with. 556 and 559 are limited companies, 969 partnerships, 769 and 802 associations.
FORMS = ("limited", "partnership", "economic", "association", "sole_trader")
_PREFIXES = np.array([559, 969, 769, 802, 0], dtype=np.int64)

# A prefix leaves six free digits, so a form has a million numbers.
_MOST = 1_000_000


def text_keys(prefix: str, numbers: np.ndarray, width: int) -> pa.StringArray:
    """`prefix` and each number with `width` digits, zeros before."""
    digits = _digits(numbers, width)
    head = np.frombuffer(prefix.encode(), dtype=np.uint8)
    return _strings(np.hstack([np.broadcast_to(head, (len(digits), len(head))), digits]))


def organisation_numbers(forms: np.ndarray, serials: np.ndarray, offset: int) -> pa.StringArray:
    """A valid number for each serial; a sole trader gets a pseudonym instead.

    Serials are spread over the six free digits by a multiplier without common factor with
    a million, so two serials never meet.
    """
    if len(serials) and int(serials.max()) >= _MOST:
        raise BadOption(
            f"{int(serials.max()) + 1} employers are more than the numbers of a legal form.",
            "invent fewer than 700000 employers",
        )
    spread = (serials * 733_331 + offset) % _MOST
    nine = _digits(_PREFIXES[forms] * _MOST + spread, 9)
    check = check_digits(nine - ord("0")).astype(np.uint8) + ord("0")
    numbers = np.hstack([nine, check[:, None]])
    sole = forms == FORMS.index("sole_trader")
    numbers[sole, 0] = ord("S")
    numbers[sole, 1:] = _digits(spread[sole], 9)
    return _strings(numbers)


def workplace_numbers(serials: np.ndarray, offset: int) -> pa.StringArray:
    """Eight digits for each serial, the first never nought."""
    spread = (serials * 7_654_321 + offset) % 90_000_000
    return _strings(_digits(spread + 10_000_000, 8))


def _digits(numbers: np.ndarray, width: int) -> np.ndarray:
    left = numbers.astype(np.int64)
    digits = np.empty((len(left), width), dtype=np.uint8)
    for place in range(width - 1, -1, -1):
        left, digits[:, place] = np.divmod(left, 10)
    digits += ord("0")
    return digits


def _strings(letters: np.ndarray) -> pa.StringArray:
    count, width = letters.shape
    ends = np.arange(count + 1, dtype=np.int32) * np.int32(width)
    body = np.ascontiguousarray(letters)
    return pa.StringArray.from_buffers(count, pa.py_buffer(ends), pa.py_buffer(body))
