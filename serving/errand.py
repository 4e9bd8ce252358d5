"""On whose behalf, why and under which request something is read or written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from features.account import account
from serving.audit import NO_PURPOSE, NOBODY, AuditEvent
from serving.audit_vocabulary import EventType

__all__ = ["Errand", "operating"]


@dataclass(frozen=True)
class Errand:
    """Who acts, for what purpose, through what; what every record of theirs says."""

    actor: str = NOBODY
    authority: str = ""
    role: str = ""
    purpose: str = NO_PURPOSE
    centre: str = ""
    control_case: str = ""
    ground: str = ""
    request_id: str = ""
    client: str = ""

    def event(
        self,
        kind: EventType,
        objects: Sequence[str] = (),
        rows: int = 0,
        *,
        filter: str = "",
    ) -> AuditEvent:
        """The event of doing `kind` on this errand."""
        return AuditEvent(
            kind,
            objects=tuple(objects),
            rows=rows,
            actor=self.actor,
            purpose=self.purpose,
            request_id=self.request_id,
            authority=self.authority,
            role=self.role,
            centre=self.centre,
            control_case=self.control_case,
            ground=self.ground,
            filter=filter,
            client=self.client,
        )


def operating(purpose: str) -> Errand:
    """The errand of whoever types a command on the machine itself."""
    return Errand(actor=account(), role="operator", purpose=purpose, client="kommandorad")
