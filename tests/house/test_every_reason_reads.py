"""Every feature has its sentence in both languages: short, whole, and accusing nobody."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from features.country import read_country
from features.errors import BadOption
from features.feature import Feature
from features.forbidden import ground_against
from features.matrix import model_features
from features.reasons.catalogue import catalogue_from_json, catalogue_of
from features.reasons.sentences import LONGEST, sentence_of
from serving.wording import FORBIDDEN
from tests.models.invented import COUNTRY as SMALL

SWEDEN = read_country("features.sweden")
FEATURES = model_features(SWEDEN)
TYPICAL = json.loads(
    (Path(__file__).resolve().parents[2] / "features" / "typical.json").read_text("utf-8")
)["features"]
# As far as figures of a unit go; others are counts, of which 120 is plenty.
WIDEST = {
    "andel": (0.3756, 1.0),
    "ja/nej": (1.0,),
    "robusta standardavvikelser": (-5.0, -2.0, 0.4, 2.0, 5.0),
    "månad": tuple(float(month) for month in range(1, 13)),
    "grad": (2.0,),
    "kr": (99_999_999.0,),
    "kr per kr": (0.3756,),
    "ln kr": (18.0,),
}


def values(feature: Feature) -> list[float | None]:
    """What the feature's figure may be: missing, none, one, usual and far out."""
    if feature.unit == "månad":
        return [None, *WIDEST["månad"]]
    usual = TYPICAL.get(feature.name, {})
    told = [usual.get(key) for key in ("low", "middle", "high")]
    return [None, 0.0, 1.0, *told, *WIDEST.get(feature.unit, (2.0, 120.0))]


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_a_reason_is_short_and_whole_and_accuses_nobody(feature: Feature) -> None:
    catalogue = catalogue_of(SWEDEN)
    text = catalogue.texts[feature.name]
    for value in values(feature):
        said = sentence_of(text, value, feature.unit, catalogue.about(feature.name))
        for line, swedish in ((said.sv, True), (said.en, False)):
            assert 0 < len(line) <= LONGEST, line
            assert line == line.strip()
            assert "  " not in line
            assert not set("{}[]|") & set(line), line
            assert line[0].isupper() or line[0].isdigit(), line
            assert not line.endswith("."), line
            assert not FORBIDDEN.search(line), line
            assert ground_against(line, sentence=True, swedish=swedish) is None, line


def test_every_group_is_spoken_of_and_used() -> None:
    catalogue = catalogue_of(SWEDEN)

    assert {text.group for text in catalogue.texts.values()} == set(catalogue.groups)


def test_what_counts_from_nought_says_so_in_words() -> None:
    """ "0 krav" is a figure; "Inga krav" is a sentence."""
    catalogue = catalogue_of(SWEDEN)
    counted = [
        feature
        for feature in FEATURES
        if "{n}" in catalogue.texts[feature.name].sv.some
        and (TYPICAL.get(feature.name, {}).get("low") == 0)
    ]

    assert len(counted) > 60
    assert [f.name for f in counted if not catalogue.texts[f.name].sv.none] == []


def test_a_share_that_is_all_of_it_is_told_as_all() -> None:
    """ "100 % av löneuppgifterna" is a figure; "Alla löneuppgifter" is a sentence."""
    catalogue = catalogue_of(SWEDEN)
    shares = [
        feature
        for feature in FEATURES
        if feature.unit == "andel"
        and (said := catalogue.texts[feature.name].sv.some).startswith("{value} ")
        and "utjämnat" not in said  # never all of it
    ]
    text = catalogue.texts["placeless_share"]

    assert len(shares) > 15
    assert [f.name for f in shares if not catalogue.texts[f.name].sv.whole] == []
    told = [
        sentence_of(text, share, "andel", catalogue.about("placeless_share")).sv
        for share in (0.994, 1.0)
    ]
    assert told == [
        "99\u00a0% av löneuppgifterna saknar arbetsställe",
        "Alla löneuppgifter saknar arbetsställe",
    ]


def test_a_catalogue_is_the_same_after_a_round_trip_and_known_by_its_words() -> None:
    catalogue = catalogue_of(SWEDEN)
    text = catalogue.texts["demands_36m"]
    other = replace(
        catalogue,
        texts={**catalogue.texts, "demands_36m": replace(text, en=replace(text.en, some="x"))},
    )

    assert catalogue_from_json(catalogue.to_json()) == catalogue
    assert other.digest != catalogue.digest == catalogue_of(SWEDEN).digest


def test_every_fault_of_a_catalogue_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "groups.toml").write_text('[one]\nsv = "ett"\nen = "one"\n', "utf-8")
    (tmp_path / "a.toml").write_text(
        '[debts]\ngroup = "two"\nsv = "{skuld} [en"\nsv_none = "Ingen"\ncolour = "red"\n'
        '[noone]\ngroup = "one"\nsv = "x"\nen = "x"\n',
        "utf-8",
    )

    with pytest.raises(BadOption) as refused:
        catalogue_of(replace(SMALL, reasons=tmp_path))

    for fault in (
        "injuries has no sentence",
        "noone is no feature of a model",
        "debts: unknown group 'two'",
        "debts: no en",
        "debts: none in one language only",
        "debts: unknown hole {skuld}",
        "debts: unknown key colour",
        "debts: a choice [one|many] not closed",
    ):
        assert fault in refused.value.message


def test_a_country_without_sentences_says_its_labels() -> None:
    catalogue = catalogue_of(SMALL)
    said = sentence_of(catalogue.texts["debts"], 3.0, "krav", catalogue.about("debts"))

    assert (said.sv, said.en) == ("skulder: 3 krav", "debts: 3 demands")
