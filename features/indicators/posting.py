"""What the register of posted workers says of those who receive them, and what tips add."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, View, part, smoothed
from features.registers.posting import POSTINGS
from features.registers.tips import TIPS
from features.vocabulary import Direction, Flag

__all__ = ["POSTING", "TIPPED"]

RAISES = Direction.RAISES
# A quarter of the notices come after the start (assumption); five of its own weigh as others'.
LATE_SHARE, STRENGTH = 0.25, 5.0
FEWEST = 5  # persons behind a share (R14)
HALF_LIFE_MONTHS = 6  # 180 days (`domain.md` F55)
MOST_TIPS = 3  # whoever is hated by many is not worse than that (`domain.md` F55)

# Posted workers are mostly from abroad: how many they are says who works there, not how they
# are treated. What is left is the share of hired-in labour, and only while it earns its place.
HOST = (
    "Near to a proxy for where staff come from (`domain.md` 7.2): only while hits at capacity"
    " fall without it by more than the noise, and the burden of no audit band exceeds 1.25."
    " Missing, not nought, where no posting names the employer: four in five name nobody."
)

# Without a last day a posting is taken to go on for a year, the longest without more notice.
ONGOING = (
    "CASE WHEN ends_on IS NULL THEN starts_on >= :as_of - INTERVAL 12 MONTH"
    " ELSE ends_on >= :as_of END"
)

POSTING = (
    Feature(
        "postings_36m",
        Aggregate(POSTINGS, Measure.COUNT, months=36, missing=0),
        sv="Utstationeringar med arbetsgivaren som mottagare, 36 mån",
        en="Postings with the employer as recipient, 36 months",
        unit="anmälningar",
        flag=Flag.GUARDED,
        condition=HOST,
    ),
    part(
        "late_postings_36m",
        Aggregate(
            POSTINGS, Measure.COUNT, where="notified_on > starts_on", months=36, missing=0
        ),
    ),
    Feature(
        "posting_late_rate",
        smoothed("late_postings_36m", "postings_36m", base=LATE_SHARE, strength=STRENGTH),
        sv="Andel utstationeringar anmälda efter start, utjämnad, 36 mån",
        en="Share of postings notified after the start, smoothed, 36 months",
        unit="andel",
        direction=RAISES,
        ref="F57",
    ),
    part(
        "posted_36m",
        Aggregate(
            POSTINGS,
            Measure.TOTAL,
            "workers",
            where=ONGOING,
            months=36,
            missing=0,
        ),
    ),
    Feature(
        "posted_share_at_host",
        Expression(
            "CASE WHEN postings_36m > 0"
            f" AND posted_36m + coalesce(staff_mean_12m, 0) >= {FEWEST}"
            " THEN posted_36m / (posted_36m + coalesce(staff_mean_12m, 0)) END"
        ),
        sv="Andel utstationerade bland dem som arbetar hos mottagaren",
        en="Posted workers as a share of those at work with the recipient",
        unit="andel",
        flag=Flag.GUARDED,
        condition=HOST,
        ref="F56",
    ),
)

# The latest tip of each source: one that writes ten times counts once.
SOURCES = View(
    "tip_sources",
    (TIPS,),
    """
    SELECT employer, source_key, max(received_on) AS received_on FROM tips
    WHERE reading <> 'dismissed' AND employer IS NOT NULL
    GROUP BY employer, source_key
    """,
    happened="received_on",
)

TIPPED = (
    part(
        "tip_sources_decayed_36m",
        Aggregate(SOURCES, Measure.DECAYED, half_life=HALF_LIFE_MONTHS, months=36, missing=0),
    ),
    Feature(
        "tips_decayed",
        Expression(f"least({MOST_TIPS}, tip_sources_decayed_36m)"),
        sv="Tips från skilda källor, äldre väger mindre, högst 3, 36 mån",
        en="Tips from different sources, older weigh less, at most 3, 36 months",
        unit="tips",
        direction=RAISES,
        flag=Flag.GUARDED,
        condition=(
            "A tip may be prejudiced or from a rival: one per source, at most three, none that"
            " was dismissed. It leaves the model where hits do not fall without it, or where"
            " the burden of any audit band exceeds 1.25."
        ),
        ref="F55",
    ),
)
