"""The authorities: what each is called, and its part in the joint controls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from features.vocabulary import PARTIES, Authority, Words

__all__ = ["NAMES", "PLACES", "Place"]

NAMES: Mapping[Authority, Words] = {
    Authority.ARBETSFORMEDLINGEN: Words("Arbetsförmedlingen", "Public Employment Service"),
    Authority.ARBETSMILJOVERKET: Words("Arbetsmiljöverket", "Work Environment Authority"),
    Authority.BOLAGSVERKET: Words("Bolagsverket", "Companies Registration Office"),
    Authority.EKOBROTTSMYNDIGHETEN: Words("Ekobrottsmyndigheten", "Economic Crime Authority"),
    Authority.FORSAKRINGSKASSAN: Words("Försäkringskassan", "Social Insurance Agency"),
    Authority.JAMSTALLDHETSMYNDIGHETEN: Words(
        "Jämställdhetsmyndigheten", "Gender Equality Agency"
    ),
    Authority.MIGRATIONSVERKET: Words("Migrationsverket", "Migration Agency"),
    Authority.POLISMYNDIGHETEN: Words("Polismyndigheten", "Police Authority"),
    Authority.SKATTEVERKET: Words("Skatteverket", "Tax Agency"),
    Authority.AKLAGARMYNDIGHETEN: Words("Åklagarmyndigheten", "Prosecution Authority"),
    Authority.IVO: Words(
        "Inspektionen för vård och omsorg", "Health and Social Care Inspectorate"
    ),
    Authority.KOMMUNERNA: Words("Kommunen", "The municipality"),
    Authority.KRONOFOGDEN: Words("Kronofogden", "Enforcement Authority"),
    Authority.TRANSPORTSTYRELSEN: Words("Transportstyrelsen", "Transport Agency"),
    Authority.ELSEWHERE: Words("Annat register", "Another register"),
}


@dataclass(frozen=True)
class Place:
    """An authority's place in the joint controls (`domain.md` 1.1, 1.3, 2.2)."""

    part: str  # what it does there
    entry: str  # by what right it enters a workplace, or that it has none of its own


_NO_ENTRY = "No general right of its own to enter a workplace (unverified)."
_NO_PARTY = (
    "No party to the cooperation: lag (2024:307) 4 § neither binds nor frees it. A delivery"
    " needs the ground that stands by each register below."
)

PLACES: Mapping[Authority, Place] = {
    Authority.ARBETSFORMEDLINGEN: Place(
        "Pays a part of the wage in subsidised employment, and controls that it was due.",
        _NO_ENTRY,
    ),
    Authority.ARBETSMILJOVERKET: Place(
        "Coordinates the cooperation; supervises the work environment, working time and the"
        " posting of workers. May lead a visit drawn at random.",
        "Any workplace: arbetsmiljölagen (1977:1160) 7 kap. 5 §.",
    ),
    Authority.EKOBROTTSMYNDIGHETEN: Place(
        "Investigates and prosecutes economic crime; takes part with knowledge of schemes, and"
        " receives what others report to it under lag (2025:170).",
        _NO_ENTRY,
    ),
    Authority.FORSAKRINGSKASSAN: Place(
        "Pays assistance and other benefits; controls what providers bill.", _NO_ENTRY
    ),
    Authority.JAMSTALLDHETSMYNDIGHETEN: Place(
        "Finances and coordinates the regional coordinators who meet those who may be"
        " exploited. A plan asks for one; no register tells of whom they met.",
        _NO_ENTRY,
    ),
    Authority.MIGRATIONSVERKET: Place(
        "Decides on permits and holds what each employer promised for them.", _NO_ENTRY
    ),
    Authority.POLISMYNDIGHETEN: Place(
        "Controls the right to be and to work in Sweden, in risk sectors and upon information;"
        " never at a workplace drawn at random.",
        "Utlänningslagen (2005:716) 9 kap. 14–16 §§, in risk sectors alone.",
    ),
    Authority.SKATTEVERKET: Place(
        "Receives the returns; visits those who must keep a staff ledger or cash register. May"
        " lead a visit drawn at random.",
        "Where a staff ledger must be kept: skatteförfarandelagen (2011:1244) 42 kap. 8 §.",
    ),
    Authority.AKLAGARMYNDIGHETEN: Place(
        "Leads investigations and prosecutes; takes part with its knowledge since 2022.",
        _NO_ENTRY,
    ),
    Authority.BOLAGSVERKET: Place(
        "Keeps the company register; most of it is open data.", _NO_PARTY
    ),
    Authority.IVO: Place("Decides on permits for assistance and care.", _NO_PARTY),
    Authority.KOMMUNERNA: Place(
        "Each for its own: permits to serve alcohol, food control.", _NO_PARTY
    ),
    Authority.KRONOFOGDEN: Place(
        "Collects what is owed to the state and to others.", _NO_PARTY
    ),
    Authority.TRANSPORTSTYRELSEN: Place("Supervises hauliers and their permits.", _NO_PARTY),
}

assert set(PARTIES) <= set(PLACES)
