"""The reason catalogue of a country: a sentence per feature, and the group it tells of."""

from __future__ import annotations

import hashlib
import json
import string
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from features.country import Country
from features.derivation import made_of
from features.errors import BadOption, NotFound
from features.feature import Feature, Mismatch, Peer
from features.matrix import model_features
from features.reasons.sentences import ALTERNATIVES, HOLES, Forms, ReasonText
from features.vocabulary import Words

__all__ = ["ReasonCatalogue", "catalogue_from_json", "catalogue_of"]

GROUPS = "groups.toml"
FORMS = ("some", "none", "below", "missing", "whole")
KEYS = {
    "group",
    "fixed",
    *(f"{language}_{form}" for language in ("sv", "en") for form in FORMS),
}


@dataclass(frozen=True)
class ReasonCatalogue:
    """What every feature says, and what each group of features is about."""

    texts: Mapping[str, ReasonText]
    groups: Mapping[str, Words]

    @property
    def digest(self) -> str:
        """Of every word of it."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """As text; `catalogue_from_json` gives an equal catalogue back."""
        said = {
            "groups": {name: asdict(words) for name, words in self.groups.items()},
            "texts": {name: asdict(text) for name, text in self.texts.items()},
        }
        return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1) + "\n"

    def about(self, feature: str) -> Words:
        """What the feature's group is about."""
        return self.groups[self.texts[feature].group]


def catalogue_from_json(text: str) -> ReasonCatalogue:
    """Read what `to_json` wrote: a catalogue is kept beside what was said with it."""
    said: dict[str, Any] = json.loads(text)
    texts = {
        name: ReasonText(one["group"], Forms(**one["sv"]), Forms(**one["en"]), one["fixed"])
        for name, one in said["texts"].items()
    }
    return ReasonCatalogue(texts, {name: Words(**one) for name, one in said["groups"].items()})


@lru_cache(maxsize=4)
def _read(folder: Path) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    if not (folder / GROUPS).is_file():
        raise NotFound(f"{folder.name} holds no {GROUPS}.", "give the folder of the reasons")
    texts: dict[str, Any] = {}
    twice: list[str] = []
    for file in sorted(folder.glob("*.toml")):
        if file.name != GROUPS:
            found = tomllib.loads(file.read_text("utf-8"))
            twice += sorted(found.keys() & texts.keys())
            texts |= found
    if twice:
        raise BadOption(f"Reasons written twice: {', '.join(twice)}.", "keep one of each")
    return texts, tomllib.loads((folder / GROUPS).read_text("utf-8"))


def catalogue_of(country: Country) -> ReasonCatalogue:
    """The catalogue a country ships, checked against its features; its labels where none.

    Raises `BadOption` with every fault: a feature without a sentence, a sentence without a
    feature, an unknown group, key or hole, a language that is missing.
    """
    features = model_features(country)
    if country.reasons is None:
        return _of_labels(features, country)
    texts, groups = _read(country.reasons)
    faults = [
        *_unmatched(texts, features),
        *(
            f"{name}: {fault}"
            for name, said in texts.items()
            for fault in _faults(said, groups)
        ),
    ]
    if faults:
        raise BadOption(
            f"The reasons of {country.name} have {len(faults)} faults: {'; '.join(faults)}.",
            f"mend them in the folder {country.reasons.name} of features/reasons",
        )
    return ReasonCatalogue(
        {feature.name: _text(texts[feature.name], feature, country) for feature in features},
        {name: Words(one["sv"], one["en"]) for name, one in groups.items()},
    )


def _of_labels(features: Sequence[Feature], country: Country) -> ReasonCatalogue:
    """Each feature for itself, its label before its value: for a country without sentences."""

    def spoken(label: str) -> str:
        return f"{label.replace('{', '(').replace('}', ')').replace('|', '/')}: {{value}}"

    return ReasonCatalogue(
        {
            one.name: ReasonText(
                one.name, Forms(spoken(one.sv)), Forms(spoken(one.en)), _derived(one, country)
            )
            for one in features
        },
        {one.name: Words(one.sv, one.en) for one in features},
    )


def _unmatched(texts: Mapping[str, Any], features: Sequence[Feature]) -> list[str]:
    declared = {feature.name for feature in features}
    return [
        *(f"{name} has no sentence" for name in sorted(declared - texts.keys())),
        *(f"{name} is no feature of a model" for name in sorted(texts.keys() - declared)),
    ]


def _faults(said: Mapping[str, Any], groups: Mapping[str, Any]) -> list[str]:
    keys = {f"{key}_some" if key in ("sv", "en") else key for key in said}
    found = [f"unknown key {key}" for key in sorted(keys - KEYS)]
    found += [f"no {language}" for language in ("sv", "en") if not said.get(language)]
    if said.get("group") not in groups:
        found.append(f"unknown group {said.get('group')!r}")
    for form in FORMS[1:]:
        if bool(said.get(f"sv_{form}")) != bool(said.get(f"en_{form}")):
            found.append(f"{form} in one language only")
    for key, text in said.items():
        if key in ("group", "fixed"):
            continue
        holes = {hole for _, hole, _, _ in string.Formatter().parse(text) if hole is not None}
        found += [f"unknown hole {{{hole}}} in {key}" for hole in sorted(holes - {*HOLES})]
        if set("[]|") & set(ALTERNATIVES.sub("", text)):
            found.append(f"a choice [one|many] not closed in {key}")
    return found


def _text(said: Mapping[str, Any], feature: Feature, country: Country) -> ReasonText:
    def forms(language: str) -> Forms:
        more = {form: said.get(f"{language}_{form}", "") for form in FORMS[1:]}
        return Forms(said[language], **more)

    return ReasonText(
        said["group"],
        forms("sv"),
        forms("en"),
        said.get("fixed", "") or _derived(feature, country),
    )


def _derived(feature: Feature, country: Country) -> str:
    """Why a figure that is made of others' figures, by any way, is never a fact to correct."""
    by_name = {other.name: other for other in country.features}
    parts = [feature, *(by_name[name] for name in made_of(feature, country))]
    if any(isinstance(one.definition, Peer | Mismatch) for one in parts):
        return "it compares with other employers"
    return ""
