"""A workplace's own page: what it shows to whom, and what can be done on it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from features.vocabulary import Authority
from models.explanation import Explanation
from serving.access.callers import Operator
from serving.access.rights import EVERY_CENTRE, Action, Role, Thing, User
from serving.audit_vocabulary import EventType
from serving.pages.brief_page import brief_page
from serving.pages.decision_panel import Typed
from serving.pages.parts import entry_view
from serving.pages.rendering import Reader, render
from serving.pages.workplace_page import workplace_page
from serving.planning.facts import facts_of, hidden_facts
from serving.planning.vocabulary import Doubted
from serving.planning.workplaces import Similar, read_workplace
from serving.store.audit_log import records
from serving.store.database import Database, transaction
from serving.store.decisions import decision_of
from serving.store.plans import find_plan
from serving.store.requests import answer_referral, corrections_of, referrals_of
from serving.store.workplaces import stays_of
from serving.targeting.inspection_list import Band, InspectionList, ListEntry
from serving.web.decision_form import choice_of, faults_of, typed_of
from serving.wording import Language
from tests.serving.access.conftest import ENTER, cases, enter, person

__all__ = ["cases", "enter"]  # fixtures

AV, SKV, JAM = (
    Authority.ARBETSMILJOVERKET,
    Authority.SKATTEVERKET,
    Authority.JAMSTALLDHETSMYNDIGHETEN,
)


@pytest.fixture
def made(week: tuple[InspectionList, ...]) -> InspectionList:
    return next(one for one in week if one.centre.code == "vast")


def planner(authority: Authority = AV) -> User:
    return User("", "Anna", authority, frozenset({(Role.PLANNER, EVERY_CENTRE)}))


def test_a_fact_is_shown_to_those_who_may_see_all_its_owners(made: InspectionList) -> None:
    entry = made.entries[0]
    everything = facts_of(entry, None)
    told = Explanation.from_json(entry.explanation).contributions

    assert [one.feature for one in everything] == [one.feature for one in told]
    assert hidden_facts(entry, None) == {}
    # 27 kap. OSL: facts of Skatteverket are not for Jämställdhetsmyndigheten
    seen, kept = facts_of(entry, JAM), hidden_facts(entry, JAM)
    assert all("skatteverket" not in one.authorities for one in seen)
    assert len(seen) + sum(kept.values()) == len(everything)
    assert kept["skatteverket",] == sum(one.authorities == ("skatteverket",) for one in told)


def test_a_fact_knows_the_reason_that_speaks_for_it(made: InspectionList) -> None:
    entry = made.entries[0]
    by_feature = {one.feature: one.reason for one in facts_of(entry, None)}
    for number, reason in enumerate(entry.reasons):
        assert by_feature[reason.feature] == number
    assert None in by_feature.values()  # what weighs too little has none
    assert facts_of(replace(entry, explanation=""), None) == ()


def test_a_workplace_is_found_on_every_list_it_was_on(
    database: Database, made: InspectionList
) -> None:
    with transaction(database) as connection:
        found = stays_of(connection, made.entries[0].workplace, "vast")
        assert stays_of(connection, made.entries[0].workplace, "ost") == []
    assert [one.week for one in found] == ["2026-W48", "2026-W47"]
    assert (found[0].place, found[0].rank) == (made.entries[0].id, 1)


def test_the_page_tells_all_and_the_record_says_which_places(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    entry = made.entries[0]
    page = enter(planner()).get(f"/arbetsstalle/{entry.id}")
    assert page.status_code == 200
    for told in (entry.name, entry.address, entry.reasons[0].sentence.sv, "Vecka 47 2026"):
        assert told in page.text
    with transaction(database) as connection:
        event = list(records(connection))[-1].event
    assert event.type is EventType.WORKPLACE_READ
    assert event.objects[0] == entry.id
    assert event.rows == len(event.objects) > 1


def test_a_hidden_fact_shows_its_weight_and_nothing_more(
    enter: ENTER, made: InspectionList
) -> None:
    entry = next(
        one for one in made.entries if any("skatteverket" in r.authorities for r in one.reasons)
    )
    reason = next(one for one in entry.reasons if one.authorities == ("skatteverket",))
    page = enter(planner(JAM)).get(f"/arbetsstalle/{entry.id}").text
    assert reason.sentence.sv not in page
    assert "Dold uppgift (sekretess)" in page
    assert re.search(r"Dold uppgift \(sekretess\): \d+ från Skatteverket", page)


def test_a_decision_on_the_page_begins_the_plan_and_is_saved(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    client, place = enter(planner()), made.entries[0].id
    address = f"/arbetsstalle/{place}/beslut"
    form = {"version": "0", "status": "include", "agencies": [AV.value, SKV.value]}

    answer = client.post(address, data=form)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/arbetsstalle/{place}?said=beslut#beslut"
    with transaction(database) as connection:
        plan, decision = find_plan(connection, made.id), decision_of(connection, place)
    assert plan is not None
    assert (decision.status, decision.agencies) == ("include", (AV.value, SKV.value))
    undone = client.post(address, data={"version": "1", "undo": "1"})
    assert undone.status_code == 303
    with transaction(database) as connection:
        assert decision_of(connection, place).status == "undecided"


def test_of_two_who_decide_the_second_sees_both_and_keeps_what_was_typed(
    enter: ENTER, made: InspectionList
) -> None:
    client, place = enter(planner()), made.entries[0].id
    address = f"/arbetsstalle/{place}/beslut"
    first = {"version": "0", "status": "include", "agencies": AV.value, "comment": "kör"}
    client.post(address, data=first)
    mine = {"version": "0", "status": "wait", "reason": "wait:season", "comment": "i maj"}

    answer = client.post(address, data=mine)

    assert answer.status_code == 412
    assert "Någon annan har sparat ett beslut" in answer.text
    assert "kör" in answer.text
    assert "i maj</textarea>" in answer.text
    assert 'name="version" value="1"' in answer.text
    assert client.post(address, data={**mine, "version": "1"}).status_code == 303


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Välj ett beslut"),
        ({"status": "wait"}, "Välj ett skäl som hör till beslutet"),
        ({"status": "wait", "reason": "decline:ceased"}, "Välj ett skäl som hör till"),
        ({"status": "decline", "reason": "decline:other"}, "Skriv en kommentar"),
        ({"status": "include"}, "Kryssa för minst en myndighet som åker"),
        ({"status": "include", "comment": "19640823-3234"}, "ser ut som ett personnummer"),
        ({"status": "include", "comment": "x" * 1001}, "högst 1 000 tecken"),
    ],
)
def test_what_cannot_be_saved_comes_back_with_the_fault_beside_it(
    enter: ENTER, made: InspectionList, form: dict[str, str], said: str
) -> None:
    answer = enter(planner()).post(
        f"/arbetsstalle/{made.entries[0].id}/beslut", data={"version": "0", **form}
    )
    assert answer.status_code == 422
    assert said in answer.text
    assert form.get("comment", "") in answer.text


def test_a_random_draw_among_the_similar_is_told_without_its_band(
    database: Database, made: InspectionList
) -> None:
    told = read_workplace(database, Operator("test"), made.entries[0].id)
    entry = replace(made.entries[1], band=Band.VERY_HIGH, drawn="random")
    ranked = replace(entry, drawn="ranking")

    def about(shown: ListEntry) -> str:
        page = workplace_page(
            replace(told, similar=(Similar(shown, (0,)),)), Reader(Language.SV)
        )
        return page.similar[0].about

    assert about(entry).endswith(". Slumpval")
    assert about(ranked).endswith(". Prioritet: mycket hög")


def test_a_random_draw_is_decided_and_gone_to_without_its_band_or_its_frequency(
    database: Database, made: InspectionList
) -> None:
    told = read_workplace(database, Operator("test"), made.entries[0].id)
    assert told.entry is not None
    ranked = replace(told.entry, band=Band.VERY_HIGH, drawn="ranking")
    drawn = replace(ranked, drawn="random")
    swedish = Reader(Language.SV)

    def pages(entry: ListEntry) -> str:
        place = render(workplace_page(replace(told, entry=entry, similar=(), past=()), swedish))
        sheets = render(brief_page(replace(made, entries=(entry,)), swedish))
        row = repr(row_view(entry))
        return (place + sheets + row).lower()

    def row_view(entry: ListEntry) -> object:
        view = entry_view(made, entry, swedish)
        return (view.frequency, view.identity, view.facts)

    assert "mycket hög" in pages(ranked)
    assert 'class="frequency"' in pages(ranked)
    for hidden in ("mycket hög", 'class="frequency"', "frequencyview"):
        assert hidden not in pages(drawn)


def test_a_draw_is_not_declined_for_taste() -> None:
    typed = typed_of("decline", "decline:others_first", "", ())
    assert faults_of(typed, is_random=True) == ("decision.fault.random",)
    assert faults_of(typed, is_random=False) == ()
    kept = Typed("include", "", "x", (AV.value,))
    assert choice_of(kept).agencies == (AV.value,)


def test_a_correction_goes_to_the_owner_and_the_coordinator_is_asked_without_words(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    client, place = enter(planner()), made.entries[0].id
    address = f"/arbetsstalle/{place}"
    wrong = {"wrong": "outdated", "because": "seen_on_site", "comment": "stängt i maj"}
    asked = client.post(f"{address}/rattelse", data={"reason": "0", **wrong})
    assert asked.headers["location"].endswith("?said=rattelse#uppgifter")
    told = {"wanted": "during", "comment": "offrets namn", "nationality": "x"}
    assert client.post(f"{address}/koordinator", data=told).status_code == 303
    with transaction(database) as connection:
        owner = made.entries[0].reasons[0].authorities[0]
        (request,) = corrections_of(connection, authority=owner)
        assert (request.place, request.said.reason) == (place, Doubted.SEEN_ON_SITE)
        assert request.said.comment == "stängt i maj"
        (referral,) = referrals_of(connection, place=place)
        kept = [one.event for one in records(connection)]
    assert (referral.wanted, referral.state) == ("during", "asked")
    assert "offrets" not in repr(kept) + repr(referral)
    taken = (
        Operator("test")
        .allow(Action.ANSWER_REFERRAL, Thing("vast"))
        .event(EventType.REFERRAL_ANSWERED, (place,))
    )
    with transaction(database) as connection:
        answer_referral(
            connection, referral.id, event=replace(taken, time=datetime(2031, 2, 3, tzinfo=UTC))
        )
    page = client.get(address).text
    assert "Regionkoordinatorn tog sig an frågan 3 februari 2031: vid besöket" in page
    form = page[page.index("/koordinator") : page.index("</form>", page.index("/koordinator"))]
    assert "<textarea" not in form
    assert set(re.findall(r'type="(\w+)"', form)) == {"radio"}


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"because": "seen_on_site"}, "Välj vad som är fel."),
        ({"wrong": "outdated"}, "Välj hur du vet det."),
        ({"wrong": "outdated", "because": "other"}, "Skriv en kommentar när skälet är Annat."),
        (
            {"wrong": "outdated", "because": "other", "comment": "19640823-3234"},
            "ser ut som ett personnummer",
        ),
    ],
)
def test_a_correction_without_its_reason_comes_back_as_it_was_typed(
    enter: ENTER, database: Database, made: InspectionList, form: dict[str, str], said: str
) -> None:
    address = f"/arbetsstalle/{made.entries[0].id}/rattelse"
    answer = enter(planner()).post(address, data={"reason": "1", **form})
    assert answer.status_code == 422
    opened = answer.text[answer.text.index('class="more correct" open') :]
    opened = opened[: opened.index("</form>")]
    assert 'name="reason" value="1"' in opened
    assert said in opened
    assert form.get("comment", "") in opened
    for name in set(form) & {"wrong", "because"}:
        chosen = "checked" if name == "wrong" else "selected"
        assert f'value="{form[name]}" {chosen}' in opened
    with transaction(database) as connection:
        owner = made.entries[0].reasons[1].authorities[0]
        assert corrections_of(connection, authority=owner) == []


def test_whoever_may_see_one_visit_sees_no_other_workplace(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    client, place = enter(planner()), made.entries[0].id
    form = {"version": "0", "status": "include", "agencies": AV.value}
    client.post(f"/arbetsstalle/{place}/beslut", data=form)
    inspector = enter(person(Role.INSPECTOR))
    page = inspector.get(f"/arbetsstalle/{place}")
    assert page.status_code == 200
    assert "Vecka 47" not in page.text
    assert 'id="liknande"' not in page.text
    assert "Spara beslut" not in page.text
    assert inspector.get(f"/arbetsstalle/{made.entries[1].id}").status_code == 403


def test_the_page_of_a_place_that_is_not_there_tells_nobody_whether_it_is(
    enter: ENTER, made: InspectionList
) -> None:
    assert enter(planner()).get(f"/arbetsstalle/{made.id}.999").status_code == 404
    stranger = enter(person(Role.INSPECTOR, authority=SKV))
    there = stranger.get(f"/arbetsstalle/{made.entries[0].id}")
    not_there = stranger.get("/arbetsstalle/2026-W48-ost-00000000.1")
    assert (there.status_code, not_there.status_code) == (403, 403)


def test_the_api_tells_the_same_and_a_fact_is_corrected_by_its_id(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    client, entry = enter(planner()), made.entries[0]
    told = client.get(f"/api/v1/workplaces/{entry.id}").json()
    assert (told["name"], told["entry"]["rank"]) == (entry.name, 1)
    assert [one["week"] for one in told["past"]] == ["2026-W48", "2026-W47"]
    facts = client.get(f"/api/v1/workplaces/{entry.id}/facts").json()
    seen = facts_of(entry, AV)
    assert (len(facts["facts"]), facts["hidden"]) == (len(seen), 13 - len(seen))
    ids = {one["id"] for one in facts["facts"]} - {None}
    assert f"{entry.id}:0" in ids
    address = f"/api/v1/facts/{entry.id}:0/corrections"
    why = {"wrong": "outdated", "reason_code": "other_register"}
    made_one = client.post(address, json=why)
    assert made_one.status_code == 201
    owner = entry.reasons[0].authorities[0]
    with transaction(database) as connection:
        found = corrections_of(connection, authority=owner)
    assert [one.id for one in found] == [made_one.json()["id"]]
    assert client.post(address, json={**why, "wrong": "name"}).status_code == 422
    assert client.post(address, json={"wrong": "outdated"}).status_code == 422
    assert client.post(address, json={**why, "reason_code": "other"}).status_code == 422
    assert client.post("/api/v1/facts/x/corrections", json={}).status_code == 422


def test_the_api_tells_how_visits_turned_out_of_ones_own_centre(enter: ENTER) -> None:
    client = enter(planner())
    told = client.get("/api/v1/follow-up?centre=vast&period=all").json()
    assert (told["centre"], told["first_week"], told["overdue"]) == ("vast", None, [])
    assert {one["name"] for one in told["figures"]["rows"]} >= {"model", "random", "picked"}
    assert client.get("/api/v1/follow-up?centre=ost").status_code == 403
