"""The authorities' names, their grounds for entry, and what each looks at on site."""

from __future__ import annotations

from collections.abc import Mapping

from features.registers.authorities import NAMES
from features.vocabulary import Authority, Words

__all__ = ["AUTHORITIES", "CHECKS", "GROUNDS", "SHORT"]

_W = Words

AUTHORITIES = NAMES

SHORT: Mapping[Authority, str] = {
    Authority.ARBETSFORMEDLINGEN: "AF",
    Authority.ARBETSMILJOVERKET: "AV",
    Authority.BOLAGSVERKET: "BV",
    Authority.EKOBROTTSMYNDIGHETEN: "EBM",
    Authority.FORSAKRINGSKASSAN: "FK",
    Authority.JAMSTALLDHETSMYNDIGHETEN: "JÄM",
    Authority.MIGRATIONSVERKET: "MIG",
    Authority.POLISMYNDIGHETEN: "POL",
    Authority.SKATTEVERKET: "SKV",
    Authority.AKLAGARMYNDIGHETEN: "ÅM",
    Authority.IVO: "IVO",
    Authority.KOMMUNERNA: "KOM",
    Authority.KRONOFOGDEN: "KFM",
    Authority.TRANSPORTSTYRELSEN: "TS",
    Authority.ELSEWHERE: "–",
}

# By what right the leading authority enters (`domain.md` 2.2).
GROUNDS: Mapping[Authority, Words] = {
    Authority.ARBETSMILJOVERKET: _W(
        "7 kap. 5 § arbetsmiljölagen", "Work Environment Act, ch. 7, s. 5"
    ),
    Authority.SKATTEVERKET: _W(
        "42 kap. 8 § skatteförfarandelagen", "Tax Procedures Act, ch. 42, s. 8"
    ),
}

# What an authority whose facts are among the reasons would look at on site.
CHECKS: Mapping[Authority, tuple[Words, ...]] = {
    Authority.ARBETSMILJOVERKET: (
        _W("Tidigare krav är åtgärdade", "Earlier demands have been met"),
        _W("Skydd mot fall, maskiner och ämnen", "Protection: falls, machines, substances"),
    ),
    Authority.SKATTEVERKET: (
        _W(
            "Personalliggaren stämmer med dem som arbetar",
            "The staff ledger agrees with those at work",
        ),
        _W("Kassaregister finns och används", "A cash register is there and in use"),
    ),
    Authority.MIGRATIONSVERKET: (
        _W("Arbetsuppgifter och lön som i tillståndet", "Tasks and pay as in the permit"),
    ),
    Authority.ARBETSFORMEDLINGEN: (
        _W("Stödet avser arbete som utförs", "The subsidy is for work that is done"),
    ),
    Authority.BOLAGSVERKET: (
        _W("Vem som leder arbetet i praktiken", "Who leads the work in practice"),
    ),
    Authority.FORSAKRINGSKASSAN: (
        _W("Ersättning avser tid som stämmer", "Benefits are for hours that agree"),
    ),
}
