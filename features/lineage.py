"""What a figure is made of: a digest of its definition and of all that it was computed from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

from features.country import Country, Rival
from features.engine.assembling import names_read
from features.engine.compiling import words
from features.feature import Aggregate, Covered, Expression, Feature, Mismatch, Peer, View
from features.schema import Table

__all__ = ["Lineage", "cohort_digest"]

# A new way of computing the same definitions computes everything anew.
WAY_OF_COMPUTING = "3"
Prints = Callable[[Iterable[Table]], tuple[tuple[str, str], ...]]


def cohort_digest(country: Country, prints: Prints, engine: str) -> str:
    """Of who is ranked at a date: the definition, and its registers as they were then."""
    cohort = country.cohort
    said = [_view(cohort.candidates), cohort.strata, [step.keep for step in cohort.steps]]
    return _hash(WAY_OF_COMPUTING, engine, said, prints(cohort.candidates.reads))


class Lineage:
    """Digests of a country's figures at one date, for one cohort.

    `prints` tells registers' digests at the date; `cohort` is the engine and the digest of the
    cohort's rows. A
    figure's digest changes when its definition does, or anything it was computed from; a new
    wording changes nothing.
    """

    def __init__(
        self, country: Country, features: Sequence[Feature], prints: Prints, cohort: str
    ) -> None:
        self._named = {feature.name: feature for feature in features}
        self._prints = prints
        self._cohort = cohort
        self._exact = names_read(country, features)
        self._found: dict[str, str] = {}

    def of(self, feature: Feature) -> str:
        """The digest of one feature's column, wide or narrow as it is kept."""
        if feature.name not in self._found:
            self._found[feature.name] = _hash(
                self._cohort, feature.name in self._exact, *self._made_of(feature)
            )
        return self._found[feature.name]

    def of_rival(self, rival: Rival) -> str:
        """The digest of a rival's two columns."""
        beside = (_view(rival.view), self._prints(rival.view.reads)) if rival.view else ()
        read = self._read(words(rival.score) | words(rival.then))
        return _hash(self._cohort, rival.score, rival.then, beside, read)

    def _made_of(self, feature: Feature) -> tuple[object, ...]:
        match feature.definition:
            case Aggregate(source=source) as a:
                terms = (a.measure, a.value, a.where, a.months, a.missing, a.grain, a.half_life)
                if isinstance(source, View):
                    return (*terms, _view(source), self._prints(source.reads))
                return (*terms, _table(source), self._prints((source,)))
            case Expression(sql=sql):
                return (sql, self._read(words(sql)))
            case Peer(of=of, by=by, shrink=shrink, clip=clip):
                return (of, by, shrink, clip, self._read({of, *by}))
            case Mismatch(of=of, against=against):
                return (of, against)
            case Covered(registers=registers, months=months):
                return (months, [_table(t) for t in registers], self._prints(registers))

    def _read(self, names: set[str]) -> Mapping[str, str]:
        return {name: self.of(self._named[name]) for name in sorted(names & self._named.keys())}


def _view(view: View) -> object:
    return view.sql, view.happened, [_table(table) for table in view.reads]


def _table(table: Table) -> object:
    columns = [(column.name, column.kind) for column in table.readable]
    return table.name, table.happened, table.known, table.retracts, columns


def _hash(*said: object) -> str:
    return hashlib.sha256("\n".join(map(repr, said)).encode()).hexdigest()
