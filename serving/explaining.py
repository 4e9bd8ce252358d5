"""CONDUCTOR: one workplace explained as frozen, corrected, or asked what would change it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from features.country import Country, read_country
from features.engine.registers import Registers
from features.errors import BadOption, NotFound
from features.matrix import Matrix
from features.reasons.sentences import sentence_of
from features.snapshots import build_snapshots
from features.vocabulary import AsOf, Words
from models.explanation import Explanation
from models.freezing import freeze, recompute
from models.frozen import Frozen
from models.opening import density_of
from models.ranker import Ranker
from models.single import Change, Corrected, Judge
from models.stacking import values_of
from models.telling import Teller
from models.tracking import CHAMPION
from serving.audit import AuditEvent, EventType
from serving.reviewing.gate import open_approved
from serving.settings import Settings
from serving.store.audit_log import append
from serving.store.database import connect, transaction
from serving.targeting.inspection_list import Band, Reason, Rest
from serving.targeting.reasons import gaps, reasons
from serving.targeting.sayings import Sayings, sayings_of

__all__ = ["Cohort", "Told", "open_cohort", "read_facts"]

Say = Callable[[str], None]


@dataclass(frozen=True)
class Told:
    """An explanation as it is shown: its reasons, what is folded, and what is not known."""

    explanation: Explanation
    band: Band
    reasons: tuple[Reason, ...]
    rest: Rest
    gaps: tuple[Words, ...]
    silent: tuple[Words, ...]


@dataclass(frozen=True)
class Cohort:
    """A ranked cohort with its frozen explanations, its model and what it is told with."""

    country: Country
    matrix: Matrix
    ranker: Ranker
    frozen: Frozen
    sayings: Sayings
    shares: tuple[float, ...]
    snapshot: str

    def told(self, workplace: str) -> Told:
        """A workplace as it was frozen. Raises `NotFound` when it is not of the cohort."""
        explanation = self.frozen.explanations([workplace], self.country)[workplace]
        return self._told(explanation, self.judge.band(explanation.score))

    def corrected(
        self, workplace: str, facts: Mapping[str, float | None]
    ) -> tuple[Told, Told, Corrected]:
        """As it was frozen, and as it would be with some facts corrected."""
        before = self.told(workplace)
        found = self.judge.correct(self._values(workplace), facts)
        told = Teller(self.ranker.features, self.country, self.frozen.catalogue).explanation(
            workplace=workplace,
            as_of=before.explanation.as_of,
            model=before.explanation.model,
            base=found.base,
            score=found.after.score,
            values=found.values,
            amounts=found.amounts,
        )
        return before, self._told(told, found.after.band), found

    def would_change(self, workplace: str) -> tuple[Change, ...]:
        """The nearest single facts that would move its band."""
        return self.judge.would_change(self._values(workplace))

    def sentence(self, feature: str, value: float) -> Words:
        """What a feature says at a value."""
        unit = next(one.unit for one in self.country.features if one.name == feature)
        catalogue = self.frozen.catalogue
        return sentence_of(catalogue.texts[feature], value, unit, catalogue.about(feature))

    @cached_property
    def judge(self) -> Judge:
        """One row at a time, warm."""
        return Judge(
            self.ranker,
            self.country,
            self.frozen.scores,
            values_of(self.matrix, self.ranker.features),
            self.shares,
            self.frozen.catalogue,
        )

    def check(self, registers: Registers, say: Say) -> None:
        """Compute all of it anew; raises `LyktaError` that says what came out otherwise."""
        recompute(self.frozen, registers, self.matrix, self.snapshot, self.ranker, say=say)

    def _values(self, workplace: str) -> npt.NDArray[np.float32]:
        row = self.frozen.workplaces.index(workplace).as_py()
        if row < 0:
            raise NotFound(
                f"The workplace is not in the cohort of {self.matrix.as_of.isoformat()}."
            )
        values: npt.NDArray[np.float32] = values_of(self.matrix, self.ranker.features)[row]
        return values

    def _told(self, explanation: Explanation, band: int) -> Told:
        told, rest = reasons(explanation.contributions, self.sayings)
        silent = (self.sayings.titles[name] for name in self.frozen.facts["silent"])
        return Told(
            explanation,
            Band(band + 1),
            told,
            rest,
            gaps(explanation.contributions, self.sayings),
            tuple(silent),
        )


def open_cohort(
    settings: Settings,
    registers: Registers,
    as_of: AsOf | None,
    *,
    alias: str = CHAMPION,
    say: Say,
) -> Cohort:
    """The cohort of a date, by default the delivery's; explained and frozen where it is not.

    Raises `NotApproved` for a model that is neither approved nor under review.
    """
    country = registers.country
    delivered = AsOf.parse(str(registers.report["delivered_on"])[:8] + "01")
    folder = settings.workspace / "matrices" / country.name
    snapshots = build_snapshots(registers, [as_of or delivered], folder, say=say)
    matrix = snapshots.read(as_of or delivered)
    invented = density_of(registers).invented
    approved = open_approved(settings, country, invented=invented, alias=alias, to_look=True)
    ranker, logged = approved.ranker, approved.logged
    bands = json.loads((logged.folder / "bands.json").read_text("utf-8"))
    below = [0.0, *(float(band["below_share"]) for band in bands)]
    kept = settings.workspace / "explanations" / country.name
    frozen = freeze(registers, matrix, snapshots.digest, ranker, kept, say=say)
    return Cohort(
        country,
        matrix,
        ranker,
        frozen,
        sayings_of(country, frozen.catalogue),
        tuple(float(share) for share in np.diff(below))[:-1],
        snapshots.digest,
    )


def open_registers(settings: Settings) -> Registers:
    """The landed registers of the settings' country."""
    country = read_country(settings.country)
    return Registers(settings.workspace / "landed" / country.name, country)


def record_read(settings: Settings, frozen: Frozen, row: int) -> None:
    """Log that a frozen explanation was read: which one, never whose."""
    event = AuditEvent(
        EventType.EXPLANATION_READ, objects=(f"{frozen.identity.key}.{row}",), rows=1
    )
    with transaction(connect(settings.store, create=True)) as connection:
        append(connection, event)


def read_facts(said: Sequence[str]) -> dict[str, float | None]:
    """`FEATURE=VALUE` as given on a command line; an empty value is one not known after all.

    Raises `BadOption` with everything that cannot be read.
    """
    facts: dict[str, float | None] = {}
    faults = []
    for text in said:
        name, sign, value = text.partition("=")
        try:
            facts[name.strip()] = float(value.replace(",", ".")) if value.strip() else None
        except ValueError:
            faults.append(f"'{text}': {value} is no number")
        if not sign:
            faults.append(f"'{text}' has no value")
    if faults:
        raise BadOption(
            f"Facts that cannot be read: {'; '.join(faults)}.",
            "write FEATURE=VALUE, such as demands_36m=0; FEATURE= for one not known",
        )
    return facts
