"""From the floors below: centres with their counties in words, bands with their frequency."""

from __future__ import annotations

import numpy as np

from features.sweden import COUNTRY
from models.bands import observe
from serving.targeting.inspection_list import Band
from serving.targeting.translating import band_frequencies, centre_names


def test_the_seven_centres_cover_every_county_once_in_words() -> None:
    centres = centre_names(COUNTRY)
    counties = [county for centre in centres for county in centre.counties]
    assert len(centres) == 7
    assert len(counties) == len(set(counties)) == 21
    assert all(county.endswith(" län") for county in counties)


def test_a_band_with_few_controls_gives_no_frequency() -> None:
    # 200 workplaces in order, halves of them in band A and B; the 100 of A were all
    # controlled and 46 had something, of B only ten were controlled.
    scores = np.arange(200, 0, -1).astype(float)
    found = np.full(200, np.nan)
    found[:46], found[46:100], found[100:110] = 1, 0, 1
    measured = observe(
        [scores],
        {"several": [found]},
        [0.5, 0.25, 0.15, 0.1],
        first="2025-01-01",
        last="2026-01-01",
    )
    first, second, third, _ = band_frequencies(measured, "several")
    assert (first.band, first.found, first.controlled) == (Band.VERY_HIGH, 46, 100)
    assert (second.found, second.controlled) == (None, 10)
    assert (third.found, third.controlled) == (None, 0)
