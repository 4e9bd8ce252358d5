"""Faults of people at work on the same store, each with the status the web answers it with."""

from __future__ import annotations

from features.errors import LyktaError, NotFound

__all__ = [
    "Answered",
    "Conflict",
    "KeyReused",
    "MovedTooFar",
    "NightUnderWay",
    "NotAllowed",
    "NotApproved",
    "NotSignedIn",
    "OfAnotherCentre",
    "OtherCentre",
    "PurposeMissing",
    "Stale",
    "ToBeLookedAt",
]


class Conflict(LyktaError):
    """What was asked for does not fit how things stand: a locked plan, a list that is full."""

    exit_code = 10


class Answered(Conflict):
    """A request that somebody has answered already. `answer` is what they said."""

    def __init__(self, message: str, hint: str = "", *, answer: str = "") -> None:
        super().__init__(message, hint)
        self.answer = answer


class Stale(LyktaError):
    """Someone else has written since this was read. `version` is what stands there now."""

    exit_code = 11

    def __init__(self, message: str, hint: str = "", *, version: int = 0) -> None:
        super().__init__(message, hint)
        self.version = version


class KeyReused(LyktaError):
    """An idempotency key that came before with another request."""

    exit_code = 12


class NotSignedIn(LyktaError):
    """Nobody is signed in, or no longer."""

    exit_code = 13


class NotAllowed(LyktaError):
    """Someone who is signed in lacks the right."""

    exit_code = 14


class PurposeMissing(LyktaError):
    """No list, score or explanation is shown before it is said what for (`domain.md` R1)."""

    exit_code = 15


class OfAnotherCentre(NotFound):
    """Asked for by an id that names no centre, and another centre's.

    It is answered as if it were not there, and recorded as the refusal that it is.
    """


class OtherCentre(PurposeMissing):
    """The purpose that was given is for another centre."""


class MovedTooFar(LyktaError):
    """A night's matrix that differs from the last good one by more than a model bears."""

    exit_code = 16


class ToBeLookedAt(LyktaError):
    """A delivery that could be loaded, where the night was told to wait for a person."""

    exit_code = 17


class NotApproved(Conflict):
    """A model that may not be used; `unmet` are the conditions, a sentence each."""

    exit_code = 18

    def __init__(self, message: str, hint: str = "", *, unmet: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.unmet = unmet


class NightUnderWay(LyktaError):
    """Another night works in the same workspace; EX_TEMPFAIL of sysexits.h: try again later."""

    exit_code = 75
