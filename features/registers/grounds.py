"""The legal grounds and secrecy rules that the registers are handed over under."""

from __future__ import annotations

__all__ = [
    "JOINT_CONTROLS_ACT",
    "OPEN_DATA",
    "SECRECY_ALIENS",
    "SECRECY_INSPECTION_PLANS",
    "SECRECY_LABOUR_MARKET",
    "SECRECY_NONE",
    "SECRECY_SUPERVISION",
    "SECRECY_TAX",
]

# The nine parties shall hand over what another party needs to plan, carry out or follow up
# joint workplace controls. Bolagsverket and Kronofogden are not among them.
JOINT_CONTROLS_ACT = "Lag (2024:307) 4 §"

# Bolagsverket's company register is public; taken as open data, not under the act above.
OPEN_DATA = "Öppna data (EU 2023/138, Bolagsverket)"

SECRECY_NONE = "Offentlig"
SECRECY_TAX = "OSL (2009:400) 27 kap. 1 §"
SECRECY_SUPERVISION = "OSL (2009:400) 30 kap. 23 §"
SECRECY_ALIENS = "OSL (2009:400) 37 kap. 1 §"
SECRECY_LABOUR_MARKET = "OSL (2009:400) 28 kap. 11 §"
SECRECY_INSPECTION_PLANS = "OSL (2009:400) 17 kap. 1 §"
