"""What is compared in a pair: figures of two spellings, and of their places and trades."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from features.linking.candidates import Pairs
from features.linking.naming import Written
from features.linking.units import Units
from features.linking.words import Bags, bags_of, dots, letter_groups, words_of

__all__ = ["pair_figures"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
INITIALS = (3, 6)  # letters of an abbreviation such as that of a public body


def pair_figures(
    units: Units, pairs: Pairs, spellings: Pairs, words: Bags, letters: Bags
) -> Mapping[str, Floats]:
    """One array per figure, in the order of `pairs` (of units)."""
    alone = np.arange(len(units.written))
    compared = np.concatenate([spellings, np.column_stack([alone, alone])])
    compared = compared[np.lexsort((compared[:, 1], compared[:, 0]))]
    of_spellings = {
        **_nearest_names(units, compared, words),
        **_whole(units, compared, letters),
    }
    left, right = units.spelling[pairs[:, 0]], units.spelling[pairs[:, 1]]
    low, high = np.minimum(left, right), np.maximum(left, right)
    size = len(units.written)
    at = np.searchsorted(compared[:, 0] * size + compared[:, 1], low * size + high)
    figures = {name: figure[at] for name, figure in of_spellings.items()}
    figures["same_spelling"] = (left == right).astype(np.float64)
    figures["place"] = _places(units, pairs)
    figures["trade"] = _same(units.trade, pairs)
    return figures


def _nearest_names(units: Units, compared: Pairs, words: Bags) -> dict[str, Floats]:
    """Each spelling may hold several names: figures of the two that are nearest."""
    written = units.written
    holders = [n for n, one in enumerate(written) for _ in one.names]
    names = [name for one in written for name in one.names]
    first = np.concatenate([[0], np.cumsum([len(one.names) for one in written])])
    joined = np.unique([name.replace(" ", "") for name in names], return_inverse=True)[1]
    letters = bags_of([(name,) for name in names], letter_groups)
    of_words = bags_of([(name,) for name in names], words_of)
    # A word weighs what it weighs among spellings, where towns are faint.
    weight = np.array([words.weight[words.index[word]] for word in of_words.index])
    of_words.shared.data[:] = np.sqrt(weight[of_words.shared.indices])
    total = of_words.total

    number, one, other = _name_pairs(compared, first)
    likeness = dots(letters.weighted, one, other)
    shared = dots(of_words.shared, one, other)
    least, most = np.minimum(total[one], total[other]), np.maximum(total[one], total[other])
    jaccard = shared / np.maximum(least + most - shared, 0.1)
    equal = (joined[one] == joined[other]).astype(np.float64)
    order = np.lexsort((-(2 * equal + likeness + jaccard), number))
    nearest = order[np.searchsorted(number[order], np.arange(len(compared)))]

    rows, towns = _frequencies(units, holders, joined)
    leading, leading_weight = _leading(names, one, other, words)
    both_first = (one == first[compared[number, 0]]) & (other == first[compared[number, 1]])
    first_jaccard = np.zeros(len(compared))
    first_jaccard[number[both_first]] = jaccard[both_first]
    best = _Best(number, len(compared))
    return {
        "likeness": best.of(likeness),
        "equal": best.of(equal),
        "shared": best.of(shared),
        "own_least": (least - shared)[nearest],
        "own_most": (most - shared)[nearest],
        "first_names": first_jaccard,
        "rows": np.minimum(rows[one], rows[other])[nearest],
        "towns": np.minimum(towns[one], towns[other])[nearest],
        "leading": best.of(leading),
        "leading_weight": best.of(leading_weight),
    }


class _Best:
    """The highest figure among the pairs of names of each pair of spellings."""

    def __init__(self, number: Ints, count: int) -> None:
        self._starts = np.searchsorted(number, np.arange(count))

    def of(self, figure: Floats) -> Floats:
        return np.asarray(np.maximum.reduceat(figure, self._starts))


def _name_pairs(compared: Pairs, first: Ints) -> tuple[Ints, Ints, Ints]:
    """For each pair of spellings, every name of the one with every name of the other."""
    one_has, other_has = (np.diff(first)[compared[:, side]] for side in (0, 1))
    number = np.repeat(np.arange(len(compared)), one_has * other_has)
    within = np.arange(len(number)) - np.repeat(
        np.cumsum(one_has * other_has) - one_has * other_has, one_has * other_has
    )
    one = first[compared[number, 0]] + within // other_has[number]
    other = first[compared[number, 1]] + within % other_has[number]
    return number, one, other


def _frequencies(units: Units, holders: list[int], joined: Ints) -> tuple[Floats, Floats]:
    """In how many units and towns each name stands."""
    names_of = defaultdict(list)
    for number, holder in enumerate(holders):
        names_of[holder].append(joined[number])
    unit_count = np.zeros(joined.max() + 1)
    towns: dict[int, set[int]] = defaultdict(set)
    for spelling, city in zip(units.spelling.tolist(), units.city.tolist(), strict=True):
        for name in names_of[spelling]:
            unit_count[name] += 1
            towns[name].add(city)
    town_count = np.array([len(towns[n] - {-1}) for n in range(len(unit_count))])
    return unit_count[joined], town_count[joined].astype(np.float64)


def _leading(
    names: Sequence[str], one: Ints, other: Ints, words: Bags
) -> tuple[Floats, Floats]:
    """How many words two names begin with alike, and what those weigh."""
    split = [[(word, words.weight[words.index[word]]) for word in n.split()] for n in names]
    count, weight = np.zeros(len(one)), np.zeros(len(one))
    for n, (a, b) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
        for (word, worth), (against, _) in zip(split[a], split[b], strict=False):
            if word != against:
                break
            count[n] += 1
            weight[n] += worth
    return count, weight


def _whole(units: Units, compared: Pairs, letters: Bags) -> dict[str, Floats]:
    """Figures of the spellings as they stand."""
    written = units.written
    left, right = compared[:, 0], compared[:, 1]
    form = np.unique([one.form for one in written], return_inverse=True)
    no_form = form[0].tolist().index("") if "" in form[0] else -2
    forms = np.where(form[1] == no_form, -1, form[1]).astype(np.int64)
    length = np.array([len(one.names[0].split()) if one.names else 0 for one in written])
    owners = _owners(written)
    shared_brand = units.is_shared[left] & units.is_shared[right]
    return {
        "whole": dots(letters.weighted, left, right),
        "form": _same(forms, compared),
        "number": _numbers(written, compared),
        "shared_brand": shared_brand.astype(np.float64),
        "owners": np.minimum(owners[left], owners[right]),
        "initials": _initials(written, compared),
        "length": np.minimum(length[left], length[right]).astype(np.float64),
    }


def _owners(written: Sequence[Written]) -> Floats:
    """How many other names, without a word in common, a name of this spelling stood beside.

    A trading name that stands beside the names of several owners is hardly one company's.
    """
    beside: dict[str, set[str]] = defaultdict(set)
    for spelling in written:
        for name in spelling.names:
            telling = set(name.split())
            beside[name] |= {n for n in spelling.names if not telling & set(n.split())}
    return np.array(
        [max((len(beside[n]) for n in one.names), default=0) for one in written], dtype=float
    )


def _initials(written: Sequence[Written], compared: Pairs) -> Floats:
    """1 where a word of the one is the initials of a name of the other."""
    made = [
        {"".join(w[0] for w in n.split()) for n in one.names if len(n.split()) >= INITIALS[0]}
        for one in written
    ]
    short = [
        {w for n in one.names for w in n.split() if INITIALS[0] <= len(w) <= INITIALS[1]}
        for one in written
    ]
    return np.array(
        [bool(made[a] & short[b] or made[b] & short[a]) for a, b in compared.tolist()],
        dtype=float,
    )


def _numbers(written: Sequence[Written], compared: Pairs) -> Floats:
    """1 a number in common, 0 none on either side, -1 on one side alone, -2 different ones."""
    held = [one.numbers for one in written]
    return np.array(
        [
            0 if not (held[a] or held[b])
            else 1 if held[a] & held[b]
            else -2 if held[a] and held[b]
            else -1
            for a, b in compared.tolist()
        ],
        dtype=float,
    )  # fmt: skip


def _same(codes: Ints, pairs: Pairs) -> Floats:
    """1 the same, -1 different, 0 unknown on either side."""
    left, right = codes[pairs[:, 0]], codes[pairs[:, 1]]
    return np.where((left < 0) | (right < 0), 0, np.where(left == right, 1, -1)).astype(float)


def _places(units: Units, pairs: Pairs) -> Floats:
    """4 the same postcode, 3 town, 2 area, 1 unknown, 0 elsewhere."""
    postcode, city, area = (
        _same(codes, pairs) for codes in (units.postcode, units.city, units.area)
    )
    unknown = (city == 0) | (postcode == 0)
    return np.select([postcode == 1, city == 1, unknown, area == 1], [4.0, 3.0, 1.0, 2.0], 0.0)
