"""How often controls in a band found something, and how likely a draw was."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from features.amounts import number
from serving.charts import dots, meter
from serving.pages.rendering import Reader
from serving.targeting.inspection_list import Frequency

__all__ = ["FrequencyView", "frequency_view", "odds"]


@dataclass(frozen=True)
class FrequencyView:
    """How often controls in a band found something, as a sentence, in short and as dots."""

    band: str
    meter: Markup
    sentence: str
    short: str
    dots: Markup


def frequency_view(frequency: Frequency, reader: Reader) -> FrequencyView:
    """A band's frequency; both numbers are always said, or that there are too few."""
    band = reader.text(f"band.{int(frequency.band)}")
    found = frequency.found
    said = {"band": band.lower(), "period": frequency.period}
    if found is None:
        return FrequencyView(
            band=band,
            meter=meter(frequency.band),
            sentence=reader.text("frequency.unknown", controlled=frequency.controlled, **said),
            short=reader.text("frequency.few"),
            dots=Markup(""),
        )
    return FrequencyView(
        band=band,
        meter=meter(frequency.band),
        sentence=reader.text("frequency", found=found, not_found=100 - found, **said),
        short=reader.text("frequency.of", found=found),
        dots=dots(found, frequency.band),
    )


def odds(chance: float, reader: Reader) -> str:
    """A small chance as the number in "1 in …"; empty for none."""
    return number(1 / chance, reader.language) if chance else ""
