"""What demands lead to: devices that failed their inspection, and fines asked of a court."""

from __future__ import annotations

from features.registers.columns import code, day, known_at, link, ore, org_no, workplace_no
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_SUPERVISION
from features.schema import Table
from features.vocabulary import Authority, Words

__all__ = ["DEVICE_CHECKS", "FINE_APPLICATIONS"]

DEVICE_CHECKS = Table(
    name="device_checks",
    authority=Authority.ARBETSMILJOVERKET,
    title=Words("Underkända besiktningar", "Devices that failed inspection"),
    about=(
        "One row per certificate of a periodic inspection that a device failed: only those are"
        " sent to the authority, some 1,800 a year, so the register says nothing of the devices"
        " that passed. That the fault is mended arrives as a correction."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_SUPERVISION,
    columns=(
        link("certificate_no", "number of the certificate"),
        org_no("the one who answers for the device"),
        workplace_no(),
        code(
            "device",
            "kind of device",
            {
                "lift": "lift or escalator",
                "crane": "crane or hoist",
                "vehicle_lift": "vehicle lift",
                "truck": "lifting truck or platform",
                "pressure": "pressure vessel, boiler or pipe",
                "gate": "powered gate or door",
            },
        ),
        day("inspected_on", "day of the inspection"),
        day("closed_on", "day the case was closed; missing until then", required=False),
        known_at("day it was entered in the diary"),
    ),
    key=("certificate_no",),
    happened="inspected_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    lag_days=(7, 30),  # assumption: sent in by the inspection body; the diary a day behind
    optional=True,
)

FINE_APPLICATIONS = Table(
    name="fine_applications",
    authority=Authority.ARBETSMILJOVERKET,
    title=Words("Ansökningar om utdömande av vite", "Applications for fines to be imposed"),
    about=(
        "One row per application to the administrative court to impose a conditional fine. It"
        " says what the authority claims; only a judgment that grants it settles that the order"
        " was not followed, and arrives as a correction months later."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_SUPERVISION,
    columns=(
        link("document_no", "number of the application"),
        link("order_no", "number of the order or prohibition it follows from"),
        org_no(),
        workplace_no(),
        day("applied_on", "day of the application"),
        ore("amount_ore", "fine asked for"),
        code(
            "status",
            "where the case stands",
            {
                "applied": "applied for",
                "granted": "imposed, wholly or in part, by a judgment",
                "dismissed": "dismissed by the court",
                "withdrawn": "withdrawn by the authority",
            },
        ),
        known_at("day it was entered in the diary"),
    ),
    key=("document_no",),
    happened="applied_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    lag_days=(1, 4),  # the diary is a day behind (domain 1.3)
    optional=True,
)
