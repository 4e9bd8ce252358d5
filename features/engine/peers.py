"""Distances to peers as SQL: all that share their strata in one query, leaning step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from features.feature import Peer

__all__ = ["MAD_TO_SIGMA", "peers_sql"]

MAD_TO_SIGMA = 1.4826  # 1 / Φ⁻¹(3/4): MAD of a normal sample to its standard deviation


def peers_sql(peers: Mapping[str, Peer], source: str) -> str:
    """A query that returns `source`'s `row` and each peer distance under its name.

    All of `peers` share their strata. Level 0 is all rows; level i groups by the first i
    strata. Each has of figure j its median `m<j>`, the median distance to it `d<j>`, and the
    number of figures `n<j>`; `c<j>` and `s<j>` are those two as they lean on the level before.
    """
    (by,) = {peer.by for peer in peers.values()}
    asked = list(enumerate(peers.values()))
    given = ", ".join([*by, *(f"CAST({peer.of} AS DOUBLE) AS x{j}" for j, peer in asked)])
    steps = [f"f AS (SELECT row, {given} FROM {source})"]
    for level in range(len(by) + 1):
        strata, m, d, before = by[:level], f"m{level}", f"d{level}", f"p{level - 1}"
        own = "".join(f"{column}, " for column in strata)
        listed = "".join(f"f.{column}, " for column in strata)
        medians = (f"median(x{j}) AS m{j}, count(x{j}) AS n{j}" for j, _ in asked)
        apart = (
            f"max({m}.m{j}) AS m{j}, max({m}.n{j}) AS n{j},"
            f" median(abs(x{j} - {m}.m{j})) AS d{j}"
            for j, _ in asked
        )
        steps += [
            f"{m} AS (SELECT {own}{', '.join(medians)} FROM f{_grouped(strata)})",
            f"{d} AS (SELECT {listed}{', '.join(apart)} FROM f JOIN {m}"
            f" ON {_same('f', m, strata)}{_grouped([f'f.{column}' for column in strata])})",
        ]
        if not level:
            lean = (f"m{j} AS c{j}, d{j} AS s{j}" for j, _ in asked)
            steps.append(f"p0 AS (SELECT {', '.join(lean)} FROM d0)")
            continue
        lean = (
            f"({d}.n{j} * coalesce({d}.{own_one}{j}, 0) + {peer.shrink} * {before}.{wider}{j})"
            f" / ({d}.n{j} + {peer.shrink}) AS {wider}{j}"
            for j, peer in asked
            for own_one, wider in (("m", "c"), ("d", "s"))
        )
        kept = "".join(f"{d}.{column}, " for column in strata)
        steps.append(
            f"p{level} AS (SELECT {kept}{', '.join(lean)} FROM {d}"
            f" JOIN {before} ON {_same(d, before, strata[:-1])})"
        )
    last = f"p{len(by)}"
    far = (
        f"(x{j} - {last}.c{j}) / nullif({MAD_TO_SIGMA} * {last}.s{j}, 0) AS z{j}"
        for j, _ in asked
    )
    steps.append(
        f"far AS (SELECT f.row, {', '.join(far)} FROM f LEFT JOIN {last}"
        f" ON {_same('f', last, by)})"
    )
    # Clipped by CASE: greatest and least pass over NULL, and would make it the clip.
    clipped = (
        f"CASE WHEN z{j} > {peer.clip} THEN {peer.clip}"
        f" WHEN z{j} < -{peer.clip} THEN -{peer.clip} ELSE z{j} END AS {name}"
        for j, (name, peer) in enumerate(peers.items())
    )
    return f"WITH {', '.join(steps)} SELECT row, {', '.join(clipped)} FROM far"


def _grouped(columns: Sequence[str]) -> str:
    return f" GROUP BY {', '.join(columns)}" if columns else ""


def _same(one: str, other: str, columns: Sequence[str]) -> str:
    """That two relations agree in `columns`, missing values being alike."""
    alike = (f"{one}.{c} IS NOT DISTINCT FROM {other}.{c}" for c in columns)
    return " AND ".join(alike) or "true"
