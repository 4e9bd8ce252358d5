"""How many visits each centre can make, what share is drawn at random, and who must rest."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path

from features.errors import BadOption, NotFound
from features.vocabulary import Authority
from serving.targeting.limits import Limits, read_limits
from serving.targeting.week import Week

__all__ = ["DEFAULT", "Policy", "read_policy"]

DEFAULT = Path(__file__).parent / "policies" / "default.toml"

# Those with a right of entry that needs no suspicion (AML 7 kap. 5 §, SFL 42 kap. 8 §).
_MAY_LEAD_RANDOM = (Authority.ARBETSMILJOVERKET, Authority.SKATTEVERKET)


@dataclass(frozen=True)
class Policy:
    """What a list is made under; one employer is visited at most once a week.

    `limits` are all others that the visits must keep within.

    Raises `BadOption` with every fault at once.
    """

    name: str
    valid_from: date
    visits_per_week: int
    random_share: float
    cool_down_months: int
    random_lead: Authority
    seed: str
    valid_to: date | None = None
    visits: Mapping[str, int] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        faults = []
        for where, count in [("visits_per_week", self.visits_per_week), *self.visits.items()]:
            if not 1 <= count <= 1000:
                faults.append(f"{where} is {count}; allowed are 1 to 1000 visits")
        # Nought would leave workplaces that nobody can ever draw, and nothing to measure by.
        if not 0.01 <= self.random_share <= 1:
            faults.append(f"random_share is {self.random_share}; allowed are 0.01 to 1")
        if not 0 <= self.cool_down_months <= 120:
            faults.append(f"cool_down_months is {self.cool_down_months}; allowed are 0 to 120")
        if self.random_lead not in _MAY_LEAD_RANDOM:
            allowed = ", ".join(_MAY_LEAD_RANDOM)
            faults.append(f"random_lead is {self.random_lead}; allowed are {allowed}")
        if self.valid_to and self.valid_to < self.valid_from:
            faults.append(f"valid_to {self.valid_to} is before valid_from {self.valid_from}")
        if not self.name or not self.seed:
            faults.append("name and seed must not be empty")
        if faults:
            raise BadOption("Policy: " + "; ".join(faults) + ".", "mend the policy file")

    @property
    def digest(self) -> str:
        """SHA-256 of what the policy says, whatever the file's order and comments."""
        text = json.dumps(asdict(self), default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def capacity(self, centre: str) -> int:
        """How many visits `centre` makes in a week."""
        return self.visits.get(centre, self.visits_per_week)

    def check_centres(self, centres: Collection[str]) -> None:
        """Pass, or raise `BadOption` for unknown centres: a slip limits nobody."""
        faults = [f"visits names {one}" for one in self.visits if one not in centres]
        faults += self.limits.strangers(centres)
        if faults:
            raise BadOption(
                f"Policy {self.name}: " + "; ".join(faults) + ".",
                f"centres are {', '.join(sorted(centres))}",
            )

    def check_in_force(self, week: Week) -> None:
        """Pass, or raise `BadOption` when the policy does not hold for the whole week."""
        if self.valid_from <= week.monday and (
            not self.valid_to or week.sunday <= self.valid_to
        ):
            return
        until = self.valid_to or "further notice"
        raise BadOption(
            f"Policy {self.name} holds from {self.valid_from} until {until},"
            f" not in the whole of week {week}.",
            "make lists under a policy whose dates cover the week",
        )


def read_policy(path: Path | None = None) -> Policy:
    """The policy in a TOML file, by default the one shipped.

    Raises `NotFound` without a file, `BadOption` for unknown, missing or wrong entries.
    """
    path = path or DEFAULT
    if not path.is_file():
        raise NotFound(
            f"There is no policy file {path.name}.", "unset LYKTA_POLICY, or mend it"
        )
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadOption(f"Policy {path.name} is not TOML: {error}.", "mend that line") from None
    known = {one.name for one in fields(Policy)}
    required = known - {"valid_to", "visits", "limits"}
    unknown, missing = sorted(set(content) - known), sorted(required - set(content))
    if unknown or missing:
        raise BadOption(
            f"Policy {path.name}: unknown entries {unknown}, missing {missing}.",
            "the shipped policies/default.toml has every entry, with its meaning",
        )
    try:
        lead = Authority(content.pop("random_lead"))
    except ValueError:
        allowed = ", ".join(_MAY_LEAD_RANDOM)
        raise BadOption(f"Policy {path.name}: random_lead must be one of {allowed}.") from None
    limits = read_limits(content.pop("limits", {}), f"Policy {path.name}")
    try:
        return Policy(**content, random_lead=lead, limits=limits)
    except TypeError as error:
        raise BadOption(f"Policy {path.name}: an entry has the wrong type ({error}).") from None
