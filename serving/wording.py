"""Finds the sentence a reader meets, in Swedish or English, among the rooms of words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from features.errors import UnknownFeature
from features.vocabulary import Words
from serving.words.brief import BRIEF_WORDS
from serving.words.corrections import CORRECTION_WORDS
from serving.words.events import EVENT_WORDS
from serving.words.explained import EXPLAINED_WORDS
from serving.words.files import FILES_WORDS
from serving.words.follow_up import FOLLOW_UP_WORDS
from serving.words.frame import FRAME_WORDS
from serving.words.groups import GROUP_WORDS
from serving.words.lists import LISTS_WORDS
from serving.words.models import MODEL_WORDS
from serving.words.night import NIGHT_WORDS
from serving.words.outcomes import OUTCOME_WORDS
from serving.words.planning import PLANNING_WORDS
from serving.words.reasons import REASONS_WORDS
from serving.words.reviews import REVIEW_WORDS
from serving.words.sign_in import SIGN_IN_WORDS
from serving.words.start import START_WORDS
from serving.words.told import TOLD_WORDS
from serving.words.votes import VOTE_WORDS
from serving.words.week import WEEK_WORDS
from serving.words.workplaces import WORKPLACE_WORDS

__all__ = [
    "FORBIDDEN",
    "ROOMS",
    "WORDS",
    "Language",
    "in_language",
    "sentence",
]


class Language(StrEnum):
    """The languages of the service."""

    SV = "sv"
    EN = "en"


# Words that accuse. A place on the list is a priority, never a suspicion (`domain.md` R7).
FORBIDDEN = re.compile(r"misst[äa]nk|brottslig|suspect|suspicio|criminal|skyldig till", re.I)

# A room to each family of pages. A test sees to it that no two hold the same key.
ROOMS: tuple[Mapping[str, Words], ...] = (
    FRAME_WORDS,
    SIGN_IN_WORDS,
    START_WORDS,
    LISTS_WORDS,
    PLANNING_WORDS,
    WEEK_WORDS,
    REASONS_WORDS,
    BRIEF_WORDS,
    EXPLAINED_WORDS,
    WORKPLACE_WORDS,
    CORRECTION_WORDS,
    FILES_WORDS,
    OUTCOME_WORDS,
    FOLLOW_UP_WORDS,
    NIGHT_WORDS,
    MODEL_WORDS,
    REVIEW_WORDS,
    GROUP_WORDS,
    VOTE_WORDS,
    TOLD_WORDS,
    EVENT_WORDS,
)

WORDS: Mapping[str, Words] = {key: words for room in ROOMS for key, words in room.items()}


def sentence(key: str, language: str, **values: object) -> str:
    """The sentence called `key`, filled in. Raises `UnknownFeature` for a key nobody wrote."""
    words = WORDS.get(key)
    if words is None:
        raise UnknownFeature(f"There is no sentence '{key}'.", "add it in serving/words/")
    return in_language(words, language).format(**values)


def in_language(words: Words, language: str) -> str:
    """The words in one of the two languages."""
    return words.en if language == Language.EN else words.sv
