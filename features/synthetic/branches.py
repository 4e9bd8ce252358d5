"""What the sectors are like: a table of assumptions, and where they come from.

Weights and bankruptcies follow UC's branches (2022, 2023), injury rates the work-environment
authority's, subsidy and permit shares published totals; wages are rounded from official
medians. Offsets of what would be found are set so that prevalences fall in the ranges of the
domain research, 5.5. All of it is assumption about an invented country.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from features.registers.reference import SECTORS

__all__ = ["BRANCHES", "Branch", "column"]


@dataclass(frozen=True)
class Branch:
    """Assumptions for one sector. Rates are a year, money is kronor a month."""

    key: str
    weight: float  # share of employers, per cent
    bankrupt: float  # share of companies a year, per cent
    wage: float  # median full-time pay
    full_time: float  # share of staff on full time
    churn: float  # share of staff replaced a month
    turnover: float  # per full-time worker
    services: float  # bought services, share of turnover
    season: float  # swing of summer against winter
    unserious: float  # share clearly unserious, per cent
    tax: float  # offset of what the tax agency would find
    environment: float  # offset of what the work-environment authority would find
    permit: float  # offset for permits and posting
    permits: float  # share of employers with permit holders, per cent
    subsidies: float  # share of staff with support, per cent
    hours: float  # opening hours a week, 0 where no public comes
    ledger: float  # 1 where a staff ledger must be kept
    injuries: float  # times the national rate
    inspected: float  # times the usual rate of single inspections
    agreed: float  # share of honest employers that pay by the grades of an agreement
    audit: float  # tilt of the audit attributes, never of the traits


_ROWS = """
construction 16 1.55 33500 .85 .030 145000 .24 .20 8.0 .35 .75 .30 5 2.0 0 1 1.5 1.9 .35 .3
cleaning 3 1.08 26500 .50 .045 52000 .12 .05 8.5 .45 .00 .45 8 6.0 0 1 1.0 .8 .65 1.4
hospitality 7.5 2.33 26500 .45 .060 78000 .08 .35 8.5 .55 .20 .50 12 6.0 66 1 .9 1.2 .6 1.3
agriculture 4 .60 27500 .60 .050 110000 .12 .80 6.0 .05 .35 .60 9 3.0 0 0 1.3 1.0 .55 .5
transport 4.5 1.27 31000 .75 .035 120000 .20 .05 7.5 .30 .30 .30 4 2.5 0 0 1.6 1.1 .55 .9
vehicle_service 3 1.69 30000 .80 .030 125000 .07 .05 8.5 .55 .60 .45 4 4.0 48 1 1.2 1.5 .35 .9
personal_care 2.5 .53 26000 .50 .035 62000 .08 .05 7.5 .60 .25 .45 7 4.0 46 1 .5 1.2 .4 1.1
care 4 .50 31000 .65 .030 62000 .06 .00 5.0 .05 -.10 .05 3 4.0 0 0 1.3 1.0 .5 .6
staffing 1 1.30 30500 .65 .080 75000 .15 .10 8.0 .35 .10 .40 7 3.0 0 0 1.1 .8 .55 .8
recycling .5 1.10 30500 .85 .030 190000 .12 .05 7.0 .30 .70 .30 4 4.0 0 0 2.0 1.8 .5 .6
food_trade 3 1.58 27500 .50 .045 250000 .05 .05 7.5 .45 .10 .40 6 4.0 78 1 .8 1.0 .65 1.2
security .5 1.08 29000 .75 .035 62000 .08 .00 5.0 .20 -.20 .10 1 2.0 0 0 .8 .7 .7 .5
retail 9 1.58 28500 .60 .035 230000 .06 .10 2.5 -.10 -.40 -.40 2 2.5 52 0 .6 .7 .55 .3
wholesale 6.5 1.35 36000 .90 .020 420000 .08 .00 2.0 -.30 -.30 -.50 2 1.5 0 0 .8 .7 .3 .1
manufacturing 7 .90 33500 .92 .015 230000 .10 .00 1.8 -.40 .35 -.30 3 2.0 0 0 1.5 1.6 .4 .2
professional 12 .43 43000 .88 .018 130000 .14 .00 1.6 -.35 -.90 -.70 3 1.0 0 0 .2 .3 .1 -.2
it 5 .55 47000 .93 .022 145000 .16 .00 1.6 -.40 -1.2 -.50 14 1.0 0 0 .1 .2 .06 .2
education 3 .50 34000 .75 .022 85000 .08 .00 1.5 -.50 -.50 -.60 2 2.5 0 0 .8 .8 .35 .0
property 4 .80 34500 .85 .020 210000 .20 .05 2.0 -.20 -.10 -.50 1 2.5 0 0 .9 .8 .35 -.1
other 6 .80 33000 .75 .028 130000 .12 .05 2.2 -.20 -.30 -.40 2 2.5 0 0 .8 .7 .3 .1
"""

BRANCHES: tuple[Branch, ...] = tuple(
    Branch(words[0], *(float(word) for word in words[1:]))
    for words in (line.split() for line in _ROWS.strip().splitlines())
)

assert [branch.key for branch in BRANCHES] == [sector.key for sector in SECTORS]


def column(name: str) -> np.ndarray:
    """One assumption over all sectors, in their order."""
    return np.array([getattr(branch, name) for branch in BRANCHES], dtype=float)
