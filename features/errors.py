"""Every error the floors share: what went wrong in one sentence, what to do in another."""

from __future__ import annotations

__all__ = [
    "BadOption",
    "DeliveryRefused",
    "ForbiddenAttribute",
    "KnownTooLate",
    "LimitsConflict",
    "LyktaError",
    "NotFound",
    "RecipeRefused",
    "RegimeChanged",
    "UnknownFeature",
]


class LyktaError(Exception):
    """A fault a person can mend. Shown without a traceback, with its hint.

    `message` says where, how many, which value and what is allowed; `hint` says what to do.
    Neither ever carries a personal or an organisation number.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  → {self.hint}" if self.hint else self.message


class BadOption(LyktaError):
    """An argument or setting that cannot be used as given."""

    exit_code = 2


class DeliveryRefused(LyktaError):
    """A delivery with faults that no row can be saved from: all of them listed at once."""

    exit_code = 3


class UnknownFeature(LyktaError):
    """A feature, register or column that nobody has declared."""

    exit_code = 4


class ForbiddenAttribute(LyktaError):
    """Something that must never reach a model was on its way to one."""

    exit_code = 5


class KnownTooLate(LyktaError):
    """A date order that would let the future into the past."""

    exit_code = 6


class RecipeRefused(LyktaError):
    """A recipe that asks for something that cannot be done honestly."""

    exit_code = 7


class NotFound(LyktaError):
    """Something asked for by name is not there yet; the hint says which command makes it."""

    exit_code = 8


class RegimeChanged(LyktaError):
    """Codes that are not what they were, and that nobody has acknowledged."""

    exit_code = 9


class LimitsConflict(LyktaError):
    """Rules that cannot all be kept; the message names the smallest set that clashes."""

    exit_code = 10
