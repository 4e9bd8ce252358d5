"""What the groups of an audit are called, kept beside its figures for whoever shows them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from features.country import Country

__all__ = ["words_of_groups"]


def words_of_groups(country: Country) -> dict[str, dict[str, Any]]:
    """By grouping and group its words in Swedish and English, as plain data.

    Groups that the country has no words for are not there, nor are the bands that only audits
    read: those are named by whoever delivers them.
    """
    return {
        one.name: {
            code: asdict(words)
            for code, words in {**country.strata_words.get(one.of, {}), **one.called}.items()
        }
        for one in country.groupings
    }
