"""Where the invented work: county weights, municipalities, rough places on the map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from features.registers.reference import CENTRES, COUNTIES, MUNICIPALITIES

__all__ = ["COUNTY_CODES", "MUNICIPALITY_CODES", "Places", "centre_of_municipality", "settle"]

COUNTY_CODES = tuple(COUNTIES)
MUNICIPALITY_CODES = tuple(MUNICIPALITIES)

# Share of the population in per cent (Tillväxtverket), and a point in SWEREF 99 TM, km.
_COUNTIES = {
    "01": (23.0, 674, 6580),
    "03": (3.7, 647, 6638),
    "04": (2.9, 616, 6515),
    "05": (4.5, 536, 6474),
    "06": (3.5, 450, 6403),
    "07": (1.9, 488, 6304),
    "08": (2.4, 583, 6280),
    "09": (0.6, 697, 6393),
    "10": (1.5, 537, 6225),
    "12": (13.4, 400, 6180),
    "13": (3.2, 366, 6285),
    "14": (16.7, 350, 6420),
    "17": (2.7, 415, 6583),
    "18": (2.9, 512, 6571),
    "19": (2.7, 587, 6608),
    "20": (2.8, 534, 6720),
    "21": (2.8, 600, 6740),
    "22": (2.4, 620, 6920),
    "23": (1.3, 480, 7010),
    "24": (2.4, 730, 7100),
    "25": (2.4, 790, 7300),
}

_COUNTY_OF = np.array([COUNTY_CODES.index(code[:2]) for code in MUNICIPALITY_CODES])
_SHARE = np.array([_COUNTIES[code][0] for code in COUNTY_CODES])
_POINT = np.array([_COUNTIES[code][1:] for code in COUNTY_CODES], dtype=float) * 1_000

# A county's own town (its code ends with 80) is taken to be ten times its neighbours.
_PULL = np.array([10.0 if code.endswith("80") else 1.0 for code in MUNICIPALITY_CODES])
_WEIGHT = _PULL * (_SHARE / np.bincount(_COUNTY_OF, _PULL))[_COUNTY_OF]

_CENTRE = np.array(
    [
        next(at for at, centre in enumerate(CENTRES) if code[:2] in centre.counties)
        for code in MUNICIPALITY_CODES
    ]
)


@dataclass(frozen=True)
class Places:
    """A municipality (its place among `MUNICIPALITY_CODES`) and a point in metres for each."""

    municipality: np.ndarray
    county: np.ndarray
    east: np.ndarray
    north: np.ndarray


def centre_of_municipality(municipality: np.ndarray) -> np.ndarray:
    """The centre (its place among `CENTRES`) of each municipality."""
    return np.asarray(_CENTRE[municipality])


def settle(count: int, rng: np.random.Generator, near: np.ndarray | None = None) -> Places:
    """Draw a place for each; with `near`, three in four stay in that municipality's county."""
    edges = np.cumsum(_WEIGHT) / _WEIGHT.sum()
    municipality = np.searchsorted(edges, rng.random(count)).clip(0, len(edges) - 1)
    if near is not None:
        municipality = np.where(rng.random(count) < 0.75, near, municipality)
    county = _COUNTY_OF[municipality]
    points = _POINT[county] + rng.normal(0, 12_000, (count, 2))
    return Places(
        municipality,
        county,
        points[:, 0].clip(260_000, 930_000).astype(np.int64),
        points[:, 1].clip(6_130_000, 7_680_000).astype(np.int64),
    )
