"""Whoever asks: someone signed in with a purpose, or the operator of the machine itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from features.vocabulary import Authority
from serving.access.rights import NEEDS_PURPOSE, Action, Thing, User, can
from serving.errand import Errand, operating
from serving.errors import NotAllowed, OtherCentre, PurposeMissing
from serving.planning.vocabulary import Ground, in_words

__all__ = ["Caller", "Operator", "Purpose", "SignedIn"]


class Caller(Protocol):
    """What every read and write asks before it does anything."""

    @property
    def authority(self) -> Authority | None:
        """Whose eyes these are, for secrecy; None for the operator's."""

    @property
    def name(self) -> str:
        """Who they are, as a file that they take out says it."""

    @property
    def centre(self) -> str | None:
        """The centre they are about to read of, for what belongs to none yet."""

    def allow(self, action: Action, thing: Thing) -> Errand:
        """The errand to record, or `NotAllowed`, or `PurposeMissing`."""

    def errand(self) -> Errand:
        """What every record of theirs says, a refusal's too."""


@dataclass(frozen=True)
class Purpose:
    """For which centre, on which control case and ground something is read."""

    centre: str
    control_case: str
    ground: Ground


@dataclass(frozen=True)
class SignedIn:
    """Someone who is signed in; `client` is the kind of key they hold: session or token.

    `reads_only` is for tokens without the right to write.
    """

    user: User
    purpose: Purpose | None
    client: str
    request_id: str = ""
    reads_only: bool = False

    @property
    def authority(self) -> Authority | None:
        return self.user.authority

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def centre(self) -> str | None:
        if self.purpose is not None:
            return self.purpose.centre
        return next((centre for _, centre in sorted(self.user.grants)), None)

    def allow(self, action: Action, thing: Thing) -> Errand:
        """The errand of this person doing `action` to `thing`.

        Rights come before purpose: who lacks the right is not asked what for. Raises
        `NotAllowed` naming the right that is missing, `PurposeMissing` when none was given or
        when it is for another centre.
        """
        if not can(self.user, action, thing):
            raise NotAllowed(
                f"Nobody with the roles {', '.join(sorted(self.user.roles)) or 'none'} at"
                f" {self.user.authority} may {action} here.",
                "the administrator of the centre gives roles",
            )
        if self.reads_only and not action.startswith(("read_", "find_", "export_")):
            raise NotAllowed(
                f"The token may read only, not {action}.", "make one with the scope write"
            )
        if action in NEEDS_PURPOSE:
            if self.purpose is None:
                raise PurposeMissing(
                    "Nothing is shown before it is said what for: centre, control case and"
                    " ground are missing.",
                    "give them at /andamal, or with the token",
                )
            if thing.centre is not None and thing.centre != self.purpose.centre:
                raise OtherCentre(
                    f"The purpose given is for {self.purpose.centre}, not {thing.centre}.",
                    "give a purpose for the other centre first",
                )
        return self.errand()

    def errand(self) -> Errand:
        """What every record of theirs says, whatever it is of."""
        purpose = self.purpose
        return Errand(
            actor=self.user.id,
            authority=self.user.authority.value,
            role=",".join(sorted(self.user.roles)),
            purpose=in_words(purpose.ground).sv if purpose else "",
            centre=purpose.centre if purpose else "",
            control_case=purpose.control_case if purpose else "",
            ground=purpose.ground.value if purpose else "",
            request_id=self.request_id,
            client=self.client,
        )


@dataclass(frozen=True)
class Operator:
    """Whoever types commands on the machine itself, and could read the files without us.

    What they read is recorded under their name on it, with the case they name.
    """

    what_for: str
    centre: str | None = None
    control_case: str = ""

    @property
    def authority(self) -> Authority | None:
        return None

    @property
    def name(self) -> str:
        return self.errand().actor

    def allow(self, action: Action, thing: Thing) -> Errand:
        """Always; the record says who and what for."""
        return replace(self.errand(), centre=self.centre or thing.centre or "")

    def errand(self) -> Errand:
        """Who types, what for and on which case."""
        done = operating(self.what_for)
        return replace(done, centre=self.centre or "", control_case=self.control_case)
