"""Which other figures a figure is made of, followed through every definition."""

from __future__ import annotations

from features.country import Country
from features.engine.compiling import words
from features.feature import Expression, Feature, Peer

__all__ = ["made_of"]


def made_of(feature: Feature, country: Country) -> frozenset[str]:
    """Every other feature, parts too, that a feature's figure is made of, by any way."""
    by_name = {other.name: other for other in country.features}
    found: set[str] = set()
    queue = [feature]
    while queue:
        match queue.pop().definition:
            case Expression(sql=sql):
                read = words(sql)
            case Peer(of=of, by=by):
                read = {of, *by}
            case _:
                read = set()
        new = (read & by_name.keys()) - found - {feature.name}
        found |= new
        queue += [by_name[name] for name in sorted(new)]
    return frozenset(found)
