"""What the floors below know, in the terms of a list: centres, counties and frequencies."""

from __future__ import annotations

from collections.abc import Sequence

from features.country import Country
from models.bands import Band as MeasuredBand
from serving.targeting.inspection_list import Band, CentreName, Frequency

__all__ = ["LEAST_CONTROLLED", "band_frequencies", "centre_names"]

# Under this many controls a frequency of 100 would sound surer than it is: with 30, a share
# of one half has a 95 % interval from 33 to 67 (Wilson).
LEAST_CONTROLLED = 30


def centre_names(country: Country) -> tuple[CentreName, ...]:
    """The country's centres with their counties in words, as its registers name the codes."""
    names = {
        code: meaning
        for table in country.tables
        for column in table.columns
        if column.name == "county"
        for code, meaning in column.codes.items()
    }
    return tuple(
        CentreName(
            centre.code,
            centre.name,
            tuple(names.get(county, county) for county in centre.counties),
        )
        for centre in country.centres
    )


def band_frequencies(measured: Sequence[MeasuredBand], outcome: str) -> tuple[Frequency, ...]:
    """How often `outcome` was found in each band, highest band first."""
    frequencies = []
    for band, seen in zip(Band, measured, strict=True):
        counted = next(one for one in seen.frequencies if one.outcome == outcome)
        share, controls = counted.share.value, round(counted.controls)
        is_enough = share is not None and controls >= LEAST_CONTROLLED
        frequencies.append(
            Frequency(
                band=band,
                found=round(100 * share) if share is not None and is_enough else None,
                controlled=controls,
                period=f"{seen.first[:7]} – {seen.last[:7]}",
            )
        )
    return tuple(frequencies)
