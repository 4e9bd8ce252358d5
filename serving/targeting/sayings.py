"""What reasons are told with: a country's sentences, and what its registers are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from features.country import Country
from features.reasons.catalogue import ReasonCatalogue, catalogue_of
from features.reasons.peers import peers_words
from features.reasons.sentences import sentence_of
from features.vocabulary import Words
from models.explanation import Contribution

__all__ = ["LABELS", "Sayings", "sayings_of"]

MOST_TITLES = 1  # a line names so many registers; more are counted


@dataclass(frozen=True)
class Sayings:
    """The catalogue (None where labels must serve), and each register's title and secrecy."""

    catalogue: ReasonCatalogue | None = None
    titles: Mapping[str, Words] = field(default_factory=dict)
    secrecy: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, one: Contribution) -> Words:
        """The fact, its figure in it; the label alone where no sentence was written."""
        if self.catalogue is None or one.feature not in self.catalogue.texts:
            return one.words
        text = self.catalogue.texts[one.feature]
        return sentence_of(text, one.value, one.unit, self.catalogue.about(one.feature))

    def peers(self, one: Contribution) -> Words:
        """How it compares with what is usual among peers; empty where that is not known."""
        if one.usual is None or one.having is None:
            return Words("", "")
        unit, usual = one.unit, one.usual
        if self.catalogue is not None and one.feature in self.catalogue.texts:
            said = self.catalogue.texts[one.feature].sv.some
            if "{percent}" in said:
                unit = "andel"
            elif not any(hole in said for hole in ("{n}", "{value}")):
                usual = 0.0  # a figure the sentence does not tell is not told of others either
        return peers_words(one.value, unit, usual, one.having)

    def is_gap(self, one: Contribution) -> bool:
        """Is it not known? Where never is the fact, it is."""
        if one.value is not None:
            return False
        texts = self.catalogue.texts if self.catalogue is not None else {}
        return one.feature not in texts or not texts[one.feature].sv.missing

    def about(self, one: Contribution) -> Words:
        """What the fact tells of, for sentences such as "no data on ..."."""
        if self.catalogue is None or one.feature not in self.catalogue.texts:
            return one.words
        return self.catalogue.about(one.feature)

    def source(self, one: Contribution) -> Words:
        """The registers it is from, by title."""
        titles = [self.titles[name] for name in one.registers if name in self.titles]
        if len(titles) > MOST_TITLES:
            return Words(f"{len(titles)} register", f"{len(titles)} registers")
        return Words(
            ", ".join(title.sv for title in titles), ", ".join(title.en for title in titles)
        )

    def secrets(self, one: Contribution) -> tuple[str, ...]:
        """The rules that keep it secret, none twice; empty where all of it is public."""
        told = (self.secrecy.get(name, "") for name in one.registers)
        return tuple(dict.fromkeys(rule for rule in told if rule and rule != "Offentlig"))


LABELS = Sayings()  # for explanations of a country that is not at hand


def sayings_of(country: Country, catalogue: ReasonCatalogue | None = None) -> Sayings:
    """The sayings of a country, by the catalogue given or the one it ships now."""
    return Sayings(
        catalogue or catalogue_of(country),
        {table.name: table.title for table in country.tables},
        {table.name: table.secrecy for table in country.tables},
    )
