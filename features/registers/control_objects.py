"""Control objects beyond fixed workplaces: who is at work there, and when they were visited."""

from __future__ import annotations

from features.registers.columns import code, count, day, known_at, link, org_no
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_SUPERVISION
from features.registers.reference import COUNTIES, MUNICIPALITIES
from features.schema import Column, Kind, Table, Use
from features.vocabulary import Authority, Words

__all__ = ["CONTROL_OBJECTS", "OBJECT_KINDS", "OBJECT_VISITS"]

OBJECT_KINDS = {
    "building_site": "building site (byggarbetsplats)",
    "vehicle_stop": "stop of vehicles on the road (fordonskontroll)",
    "seasonal_lodging": "lodging of seasonal workers (säsongsboende)",
    "home": "work in somebody's home: assistance, cleaning (arbete i hemmet)",
}

CONTROL_OBJECTS = Table(
    name="control_objects",
    authority=Authority.ARBETSMILJOVERKET,
    title=Words("Kontrollobjekt utanför fasta arbetsställen", "Control objects elsewhere"),
    about=(
        "One row per control object that is no fixed workplace and per employer at work there,"
        " as far as the cooperation knows; that it left arrives as a correction. A building"
        " site goes by its number with the tax agency, where the one who answers for it stands"
        " (`building_sites`); here are those who work there. Of a home nothing but the county"
        " is received: no municipality, no address, nobody who lives there. Of a vehicle stop"
        " the municipality is the place of the stop, and no registration number is received."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_SUPERVISION,
    columns=(
        link("object_no", "number of the object; of a building site, the site's number (FA)"),
        org_no("an employer at work at the object"),
        code("kind", "kind of object", OBJECT_KINDS),
        Column(
            "municipality",
            Kind.CODE,
            "municipality of the object; never of a home",
            required=False,
            codes=MUNICIPALITIES,
            use=Use.PLACE,
            never_where=("kind", "home"),
        ),
        Column("county", Kind.CODE, "county", codes=COUNTIES, use=Use.PLACE),
        day("from_on", "first day the employer was at work there"),
        day("to_on", "last day; missing while it lasts", required=False),
        known_at("day it was noted"),
    ),
    key=("object_no", "org_no", "from_on"),
    happened="from_on",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(7, 60),  # assumption: noted when the authorities plan, or come upon it
)

OBJECT_VISITS = Table(
    name="object_visits",
    authority=Authority.ARBETSMILJOVERKET,
    title=Words("Besök vid kontrollobjekt", "Visits to control objects"),
    about=(
        "One row per employer met at a visit to a control object: that it was visited, not what"
        " was found, which stands in each authority's own registers. Where nobody could say"
        " whose the persons at work were, the number is missing; the row is then that"
        " employer's who alone is known to have been at the object that day."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_SUPERVISION,
    columns=(
        link("note_no", "number of the note"),
        link("visit_no", "number of the visit"),
        link("object_no", "number of the object"),
        org_no("the employer met, where it could be told", required=False),
        day("visited_on", "day of the visit"),
        count("present", "its persons met at work", "persons", 2_000),
        known_at("day the note was entered"),
    ),
    key=("note_no",),
    happened="visited_on",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(1, 30),  # assumption
)
