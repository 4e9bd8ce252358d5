"""The population register as counts: how many are registered where nobody should live."""

from __future__ import annotations

from features.registers.columns import count, day, known_at, org_no, workplace_no
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_POPULATION
from features.schema import Table
from features.vocabulary import Authority, Words

__all__ = ["FEWEST_LODGERS", "LODGING_AT_WORKPLACE"]

FEWEST_LODGERS = 5  # fewer give no row, so that nobody's home can be told from a figure

LODGING_AT_WORKPLACE = Table(
    name="lodging_at_workplace",
    authority=Authority.SKATTEVERKET,
    title=Words("Folkbokförda på arbetsplatsen", "Registered as living at the workplace"),
    about=(
        "One row per workplace and quarter where five persons or more are registered in"
        " premises that are no dwelling. The owner counts; who they are, and fewer than five,"
        " are never delivered."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_POPULATION,
    columns=(
        workplace_no(required=True),
        org_no("employer at the workplace"),
        day("counted_on", "day of the count"),
        count("persons", "persons registered there", "persons", 2_000, least=FEWEST_LODGERS),
        known_at(),
    ),
    key=("cfar", "counted_on"),
    happened="counted_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    optional=True,
    lag_days=(10, 30),  # assumption
)
