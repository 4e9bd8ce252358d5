"""The legal grounds and secrecy rules that the registers are handed over under."""

from __future__ import annotations

__all__ = [
    "CASE_BY_CASE",
    "BENEFICIAL_OWNERS_ACT",
    "JOINT_CONTROLS_ACT",
    "OPEN_DATA",
    "PUBLIC_ON_REQUEST",
    "SECRECY_ALIENS",
    "SECRECY_ENFORCEMENT",
    "SECRECY_INSPECTION_PLANS",
    "SECRECY_LABOUR_MARKET",
    "SECRECY_NONE",
    "SECRECY_POPULATION",
    "SECRECY_SOCIAL_INSURANCE",
    "SECRECY_SUPERVISION",
    "SECRECY_TAX",
]

# The nine parties shall hand over what another party needs to plan, carry out or follow up
# joint workplace controls. Bolagsverket and Kronofogden are not among them.
JOINT_CONTROLS_ACT = "Lag (2024:307) 4 §"

# Bolagsverket's company register is public; taken as open data, not under the act above.
OPEN_DATA = "Öppna data (EU 2023/138, Bolagsverket)"

# Whoever is no party may hand over what is needed against fraud and breaches after weighing
# the interests case by case: a permission, no standing feed (prop. 2024/25:180, domain 2.1;
# that it came into force on 1 December 2025 is unverified). Until each agency has decided
# which cases, a delivery under it is for trials alone.
CASE_BY_CASE = "OSL (2009:400) 10 kap. 15 a §, prövat i varje fall"

# A municipality's or inspectorate's decision on a permit is a public document, save for what
# secrecy covers; it is asked for, not fed.
PUBLIC_ON_REQUEST = "Allmän handling på begäran, TF 2 kap. 15 §"
# Who stands behind a company is reported to Bolagsverket under an act of its own.
BENEFICIAL_OWNERS_ACT = "Lag (2017:631) om registrering av verkliga huvudmän"

SECRECY_NONE = "Offentlig"
SECRECY_TAX = "OSL (2009:400) 27 kap. 1 §"
SECRECY_SUPERVISION = "OSL (2009:400) 30 kap. 23 §"
SECRECY_ALIENS = "OSL (2009:400) 37 kap. 1 §"
SECRECY_LABOUR_MARKET = "OSL (2009:400) 28 kap. 11 §"
SECRECY_INSPECTION_PLANS = "OSL (2009:400) 17 kap. 1 §"
SECRECY_SOCIAL_INSURANCE = "OSL (2009:400) 28 kap. 1 §"
SECRECY_ENFORCEMENT = "OSL (2009:400) 34 kap. 1 §"
SECRECY_POPULATION = "OSL (2009:400) 22 kap. 1 §"
