"""One date's matrix, planned and completed: which columns are there, which must be computed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from features.blocks import Blocks, Column
from features.engine.asking import OpenRegisters
from features.engine.assembling import (
    add_folded,
    derive,
    find_cohort,
    names_read,
    rival_columns,
)
from features.engine.compiling import words
from features.engine.fingerprints import Fingerprints
from features.engine.folding import Folds
from features.engine.wide import Wide
from features.feature import Aggregate, Expression, Feature, Peer
from features.lineage import Lineage, cohort_digest
from features.matrix import model_features, needed_for
from features.schema import Table
from features.vocabulary import AsOf

__all__ = ["Plan", "begin", "complete", "plan_date"]


@dataclass(frozen=True)
class Plan:
    """What the matrix of one date needs.

    `digests` tells for every column, rivals' included, what it is made of; `missing` are the
    features that must be computed and `rivals_missing` whether any rival's order must.
    """

    as_of: AsOf
    blocks: Blocks
    cohort_file: str
    keys: tuple[str, ...]
    workplaces: int
    funnel: tuple[tuple[str, int], ...]
    registers: tuple[tuple[str, str], ...]
    digests: dict[str, str]
    missing: tuple[Feature, ...]
    rivals: tuple[str, ...]
    rivals_missing: bool
    wanted: int

    def place(self, name: str) -> Column:
        """Where a column lies; it must have been written."""
        found = self.blocks.find(self.digests[name])
        assert found is not None, name
        return found


def plan_date(
    registers: OpenRegisters, as_of: AsOf, blocks: Blocks, fingerprints: Fingerprints
) -> Plan:
    """Find or compute the cohort of `as_of`, and say which columns are not there yet.

    Raises `NotFound` when nobody is left in the cohort.
    """
    country = registers.country

    def prints(tables: Iterable[Table]) -> tuple[tuple[str, str], ...]:
        return fingerprints.at(as_of, tables)

    keys = ("workplace", "employer", "centre", *country.cohort.strata)
    mark = cohort_digest(country, prints, registers.engine)
    found = blocks.find(f"{mark} {keys[0]}")
    if found is None:
        rows, funnel = find_cohort(registers, as_of)
        rows = rows.select(keys)
        facts = {"funnel": funnel, "content": _content(rows), "workplaces": len(rows)}
        blocks.write(rows, {name: f"{mark} {name}" for name in keys}, **facts)
        found = blocks.find(f"{mark} {keys[0]}")
        assert found is not None
    told = blocks.facts(found.file)
    wanted = _wanted(registers)
    lineage = Lineage(country, wanted, prints, f"{registers.engine} {told['content']}")
    digests = {feature.name: lineage.of(feature) for feature in wanted}
    for rival in country.rivals:
        for part in ("score", "then"):
            digests[f"{rival.name}_{part}"] = f"{lineage.of_rival(rival)} {part}"
    rivals = tuple(rival_columns(country))
    funnel_told = told["funnel"]
    assert isinstance(funnel_told, list)
    return Plan(
        as_of=as_of,
        blocks=blocks,
        cohort_file=found.file,
        keys=keys,
        workplaces=int(str(told["workplaces"])),
        funnel=tuple((str(name), int(left)) for name, left in funnel_told),
        registers=prints(country.tables),
        digests=digests,
        missing=tuple(f for f in wanted if blocks.find(digests[f.name]) is None),
        rivals=rivals,
        rivals_missing=any(blocks.find(digests[name]) is None for name in rivals),
        wanted=len(wanted),
    )


def begin(registers: OpenRegisters, plan: Plan, folds: Folds | None) -> Wide:
    """The cohort with what was computed before and what `folds` have of it.

    Plans must come in the order of their dates; what follows each, `complete`, need not.
    """
    keys = plan.blocks.read([Column(plan.cohort_file, name) for name in plan.keys])
    row = pa.array(np.arange(len(keys), dtype=np.int32))
    wanted = _wanted(registers)
    exact = names_read(registers.country, wanted)
    wide = Wide(registers, keys.add_column(0, "row", row).combine_chunks(), exact)
    _recall(wide, plan, _reads(registers, plan) & {feature.name for feature in wanted})
    if folds:
        add_folded(wide, plan.as_of, plan.missing, folds)
    return wide


def complete(wide: Wide, plan: Plan, *, folded: bool) -> list[pa.Table]:
    """Compute the other missing columns, each table holding those that came of one source."""
    derive(wide, plan.as_of, plan.missing, folded=folded, rivals=plan.rivals_missing)
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for feature in plan.missing:
        groups[_origin(feature)].append(feature.name)
    if plan.rivals_missing:
        groups["rivals", ""] = list(plan.rivals)
    return [
        wide.table({name: name in wide.exact for name in names}).select(names)
        for _, names in sorted(groups.items())
    ]


def _wanted(registers: OpenRegisters) -> tuple[Feature, ...]:
    return needed_for(registers.country, model_features(registers.country))


def _reads(registers: OpenRegisters, plan: Plan) -> set[str]:
    """What the missing columns read."""
    names: set[str] = set()
    for feature in plan.missing:
        match feature.definition:
            case Expression(sql):
                names |= words(sql)
            case Peer(of=of, by=by):
                names |= {of, *by}
            case _:
                pass
    if plan.rivals_missing:
        for rival in registers.country.rivals:
            names |= words(rival.score) | words(rival.then)
    return names


def _recall(wide: Wide, plan: Plan, names: set[str]) -> None:
    """Put what is read and already there into `wide`."""
    there = sorted(names - {feature.name for feature in plan.missing})
    if there:
        found = plan.blocks.read([plan.place(name) for name in there])
        for name in there:
            column = found.column(name).to_numpy(zero_copy_only=False)
            wide.put(name, np.asarray(column, dtype=np.float64))


def _origin(feature: Feature) -> tuple[str, str]:
    if isinstance(feature.definition, Aggregate):
        return feature.definition.source.name, feature.definition.grain
    return "derived", ""


def _content(rows: pa.Table) -> str:
    """A digest of the rows themselves: the same cohort from other registers is the same."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows.combine_chunks())
    return hashlib.sha256(sink.getvalue()).hexdigest()
