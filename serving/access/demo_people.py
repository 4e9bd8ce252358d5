"""The invented people of the demo, one for each thing that can be done."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Authority
from serving.access.rights import EVERY_CENTRE, Role, User

__all__ = ["DEMO_PEOPLE", "ISSUER"]

# Stands where a provider's address would: no provider can have it.
ISSUER = "demo"


def _person(name: str, authority: Authority, *roles: Role) -> User:
    return User("", name, authority, frozenset((role, EVERY_CENTRE) for role in roles))


_AV, _SKV = Authority.ARBETSMILJOVERKET, Authority.SKATTEVERKET

DEMO_PEOPLE: Mapping[str, User] = {
    "planerare": _person("Demo Planerare", _AV, Role.PLANNER, Role.LEAD),
    "planerare-skv": _person("Demo Skatteplanerare", _SKV, Role.PLANNER),
    "inspektor": _person("Demo Inspektör", _SKV, Role.INSPECTOR),
    "granskare": _person("Demo Granskare", _AV, Role.REVIEWER),
    "granskare-skv": _person("Demo Skattegranskare", _SKV, Role.REVIEWER),
    "koordinator": _person(
        "Demo Regionkoordinator", Authority.JAMSTALLDHETSMYNDIGHETEN, Role.COORDINATOR
    ),
    "loggranskare": _person("Demo Loggranskare", _AV, Role.AUDITOR),
}
