"""A small invented week: a score frame, facts and explanations, and the lists they make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd

from features.vocabulary import Words
from models.explanation import Contribution, Explanation
from serving.targeting.assembling import Facts, build_lists
from serving.targeting.inspection_list import (
    Band,
    CentreName,
    Frequency,
    InspectionList,
    Provenance,
)
from serving.targeting.policy import Policy, read_policy
from serving.targeting.selection import choose
from serving.targeting.week import Week

WEEK = Week(2026, 48)

CENTRES = (
    CentreName(
        "bergslagen", "Bergslagen (Örebro)", ("Örebro län", "Värmlands län", "Dalarnas län")
    ),
    CentreName("mitt", "Mitt (Uppsala)", ("Uppsala", "Västmanland", "Gävleborg")),
    CentreName(
        "nord", "Nord (Umeå)", ("Norrbotten", "Västerbotten", "Västernorrland", "Jämtland")
    ),
    CentreName("stockholm", "Stockholm", ("Stockholm", "Gotland")),
    CentreName("syd", "Syd (Malmö)", ("Skåne", "Blekinge", "Kronoberg", "Kalmar")),
    CentreName("vast", "Väst (Göteborg)", ("Västra Götalands län", "Hallands län")),
    CentreName("ost", "Öst (Norrköping)", ("Östergötland", "Södermanland", "Jönköping")),
)

_PLACES = ("Kungälv", "Hylte", "Varberg", "Borås", "Partille", "Skövde", "Halmstad", "Mark")
_SECTORS = (
    Words("Lokalvård", "Cleaning"),
    Words("Byggverksamhet", "Construction"),
    Words("Restaurang", "Restaurant"),
    Words("Budverksamhet", "Courier services"),
    Words("Skönhetsvård", "Beauty care"),
)
_KINDS = ("Lokalvård", "Fasad", "Gatukök", "Bud", "Naglar", "Rivning", "Städ", "Golv")

AV, SKV, MIG = "arbetsmiljoverket", "skatteverket", "migrationsverket"
AF, BV = "arbetsformedlingen", "bolagsverket"

# Words, unit, owners, a typical value and how far it usually pulls.
_FEATURES = (
    ("Krav från inspektion som inte är åtgärdade", "Demands not met", "krav", (AV,), 2, 0.9),
    (
        "Arbetstillstånd utan lön i deklarationen",
        "Work permits without declared pay",
        "personer",
        (MIG, SKV),
        3,
        0.8,
    ),
    ("Arbetsgivardeklarationer som lämnats sent", "Late returns", "andel", (SKV,), 0.67, 0.5),
    ("Styrelsebyten på 12 månader", "Board changes in 12 months", "byten", (BV,), 2, 0.35),
    ("Anmälda olyckor per anställd", "Accidents", "per anställd", (AV,), 0.041, 0.3),
    ("Lön under halvtid, andel av raderna", "Low pay", "andel", (SKV,), 0.38, 0.25),
    ("Subventioner som avbrutits", "Subsidies ended early", "andel", (AF,), 0.5, 0.2),
    ("Månader sedan senaste inspektion", "Months since inspection", "månader", (AV,), 74, 0.15),
    (
        "Moms mot lönesumma jämfört med branschen",
        "VAT against pay",
        "robusta standardavvikelser",
        (SKV,),
        2.4,
        0.3,
    ),
    ("Skatteskuld på skattekontot", "Tax debt", "kr", (SKV,), 184_500, 0.2),
    ("Bolagets ålder", "Age of the company", "år", (BV,), 3.4, 0.1),
    ("Byte av adress på 24 månader", "Moves in 24 months", "byten", (BV,), 1, 0.05),
    ("Revisor saknas", "No auditor", "ja/nej", (BV,), 1, 0.05),
)


def frame(rows: int = 2800, seed: int = 7) -> pd.DataFrame:
    """Scores of `rows` workplaces over the seven centres; a fifth share an employer."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=rows)
    place = (-scores).argsort().argsort() / rows
    last = pd.Series(pd.NaT, index=range(rows), dtype="datetime64[us]")
    last[rng.random(rows) < 0.1] = pd.Timestamp(2026, 6, 1)
    return pd.DataFrame(
        {
            "workplace": [f"{10_000_000 + number}" for number in range(rows)],
            "employer": [f"EMP{number - number % 5 % 2:05d}" for number in range(rows)],
            "centre": [CENTRES[number % 7].code for number in range(rows)],
            "score": scores,
            "value": 1 / (1 + np.exp(-scores)),
            "band": 1 + np.searchsorted([0.01, 0.05, 0.2], place),
            "sector": "x",
            "size_class": "1-4",
            "municipality": "1480",
            "eligible": rng.random(rows) < 0.95,
            "last_control": last,
        }
    )


def explanation(workplace: str, seed: int) -> Explanation:
    """A sum over the features above, some of them unknown here."""
    rng = np.random.default_rng(seed)
    parts = []
    for sv, en, unit, owners, value, pull in _FEATURES:
        known = rng.random() > 0.12
        amount = float(rng.normal(pull, 0.4 * pull) * (1 if rng.random() < 0.75 else -0.6))
        parts.append(
            Contribution(
                feature=sv.lower().replace(" ", "_"),
                words=Words(sv, en),
                unit=unit,
                value=float(value) if known else None,
                shown=Words("?", "?"),
                amount=amount if known else 0.02,
                authorities=owners,
                registers=(),
            )
        )
    return Explanation(
        workplace=workplace,
        as_of="2026-11-01",
        model="m" * 64,
        base=-3.0,
        score=-3.0 + sum(one.amount for one in parts),
        contributions=tuple(parts),
        unknown=(),
    )


def facts(workplace: str, seed: int) -> Facts:
    """A name and an address that belong to nobody."""
    rng = np.random.default_rng(seed)
    place = str(rng.choice(_PLACES))
    staff = int(rng.integers(2, 60))
    return Facts(
        name=f"{place}s {rng.choice(_KINDS)} {seed % 97} AB",
        address=f"Hittepågatan {seed % 90 + 1}, {place}",
        municipality=place,
        sector=_SECTORS[seed % len(_SECTORS)],
        employees=Words(f"{staff} anställda", f"{staff} employees"),
    )


def lists(
    scores: pd.DataFrame | None = None,
    *,
    week: Week = WEEK,
    policy: Policy | None = None,
    centres: Sequence[CentreName] = CENTRES,
    invented: bool = True,
    control_rate: float = 10,
) -> tuple[InspectionList, ...]:
    """A list per centre for a week."""
    scores = frame() if scores is None else scores
    selection = choose(
        scores, policy or read_policy(), week, [centre.code for centre in centres]
    )
    chosen = [one.workplace for choice in selection.centres for one in choice.chosen]
    return build_lists(
        selection,
        centres=centres,
        facts={one: facts(one, int(one)) for one in chosen},
        explanations={one: explanation(one, int(one)) for one in chosen},
        frequencies=[
            Frequency(Band.VERY_HIGH, 46, 212, "2025"),
            Frequency(Band.HIGH, 31, 388, "2025"),
            Frequency(Band.RAISED, 17, 455, "2025"),
            Frequency(Band.GROUND, None, 9, "2025"),
        ],
        provenance=Provenance(
            country="Sverige",
            as_of=date(2026, 11, 1),
            made_at=datetime(2026, 11, 23, 5, 10, tzinfo=UTC),
            model="ranker 1",
            model_digest="5e" * 32,
            snapshot_digest="a7" * 32,
            invented=invented,
            control_rate=control_rate,
        ),
    )
