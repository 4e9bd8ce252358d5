"""The form in which somebody says that a fact is wrong, and why."""

from __future__ import annotations

from dataclasses import dataclass

from serving.pages.decision_panel import Option
from serving.pages.rendering import Reader
from serving.planning.vocabulary import Doubted, Wrong, in_words

__all__ = ["CorrectionForm", "TypedCorrection", "correction_form"]


@dataclass(frozen=True)
class TypedCorrection:
    """What somebody has filled in; `number` is the reason's whose fact it is of, from 0."""

    number: int
    wrong: str = ""
    reason: str = ""
    comment: str = ""


@dataclass(frozen=True)
class CorrectionForm:
    """A form as `workplace.html` receives it; it stands open while it has `faults`."""

    number: str
    wrongs: tuple[Option, ...]
    reasons: tuple[Option, ...]
    comment: str
    faults: tuple[str, ...]


def correction_form(
    reader: Reader, typed: TypedCorrection, faults: tuple[str, ...] = ()
) -> CorrectionForm:
    """The form with what was typed; `faults` are keys of what is wrong with it."""
    return CorrectionForm(
        number=str(typed.number),
        wrongs=tuple(
            Option(one.value, reader.in_words(in_words(one)), one == typed.wrong)
            for one in Wrong
        ),
        reasons=tuple(
            Option(one.value, reader.in_words(in_words(one)), one == typed.reason)
            for one in Doubted
        ),
        comment=typed.comment,
        faults=tuple(reader.text(one) for one in faults),
    )
