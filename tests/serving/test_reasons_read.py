"""Sixty reasons read by hand, and what holds of every reason: its word is that of its sign."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.country import read_country
from features.forbidden import ground_against
from features.matrix import model_features
from features.vocabulary import Words
from models.explanation import Contribution
from models.sources import sources_of_all
from serving.targeting.inspection_list import Reason
from serving.targeting.reasons import gaps, reasons
from serving.targeting.sayings import sayings_of
from serving.wording import Language, sentence

SWEDEN = read_country("features.sweden")
SAYINGS = sayings_of(SWEDEN)
FEATURES = {feature.name: feature for feature in model_features(SWEDEN)}
SOURCES = sources_of_all(SWEDEN)
UP, DOWN = 1.0, -1.0
NO = ("", "")
Case = tuple[str, float | None, tuple[float, float], float, str, str, str, str]


def part(
    name: str,
    value: float | None,
    amount: float,
    usual: float | None = None,
    having: float | None = None,
) -> Contribution:
    """A contribution of a Swedish feature, as an explanation has it."""
    feature, tables = FEATURES[name], SOURCES[name]
    assert SAYINGS.catalogue is not None
    return Contribution(
        feature=name,
        words=Words(feature.sv, feature.en),
        unit=feature.unit,
        value=value,
        shown=Words("", ""),
        amount=amount,
        authorities=tuple(dict.fromkeys(table.authority.value for table in tables)),
        registers=tuple(table.name for table in tables),
        group=SAYINGS.catalogue.texts[name].group,
        usual=usual,
        having=having,
    )


def word(one: Reason, language: Language) -> str:
    """`höjer mycket`: what pages say beside a reason."""
    return sentence(f"{one.direction}.{one.strength.value}", language)


# Feature, value, peers (median, share with any), pull; and what a reader meets in Swedish and
# in English, peers last. Numbers of peers are of those with a figure.
READ: list[Case] = [
    ("company_age_years", 3.42, (8.6, 1.0), UP,
     "Företaget är 3,4 år gammalt", "The company is 3.4 years old",
     "hos liknande: 8,6 år", "at similar: 8.6 years"),
    ("company_age_years", 1.0, (8.6, 1.0), UP,
     "Företaget är 1 år gammalt", "The company is 1 year old",
     "hos liknande: 8,6 år", "at similar: 8.6 years"),
    ("board_changes_12m", 1, (0, 0.06), UP,
     "En person har lämnat ledningen på ett år", "1 person left the management in a year",
     "finns hos 6 av 100 liknande", "at 6 of 100 similar"),
    ("board_changes_12m", 0, (0, 0.06), DOWN,
     "Ingen har lämnat ledningen på ett år", "Nobody left the management in a year",
     "finns hos 6 av 100 liknande", "at 6 of 100 similar"),
    ("addresses_24m", 3, (0, 0.11), UP,
     "Registrerad adress bytt 3 gånger på två år",
     "Registered address changed 3 times in two years",
     "finns hos 11 av 100 liknande", "at 11 of 100 similar"),
    ("firms_at_address", 1, (2, 0.7), DOWN,
     "Ett annat företag på samma adress", "1 other company at the same address",
     "hos liknande: 2 företag", "at similar: 2 companies"),
    ("firms_with_board", 4, (1, 0.6), UP,
     "Någon i styrelsen sitter även i 4 andra företag",
     "Somebody of the board is in 4 other companies",
     "hos liknande: 1 företag", "at similar: 1 company"),
    ("annual_report_days_late", 34, (0, 0.14), UP,
     "Årsredovisningen kom 34 dagar för sent", "The annual report came 34 days late",
     "finns hos 14 av 100 liknande", "at 14 of 100 similar"),
    ("annual_report_days_late", 0, (0, 0.14), DOWN,
     "Årsredovisningen kom i tid", "The annual report came in time",
     "finns hos 14 av 100 liknande", "at 14 of 100 similar"),
    ("owner_not_entered", 1, (0, 0.19), UP,
     "Ingen verklig huvudman är anmäld", "No beneficial owner is entered",
     "gäller 19 av 100 liknande", "so for 19 of 100 similar"),
    ("owner_not_entered", 0, (0, 0.19), DOWN,
     "Verklig huvudman är anmäld", "A beneficial owner is entered",
     "gäller 19 av 100 liknande", "so for 19 of 100 similar"),
    ("capital_per_head", 4166.7, (16667, 1.0), UP,
     "Aktiekapital per anställd: 4 170 kr", "Share capital per employee: 4,170 SEK",
     "hos liknande: 16 700 kr", "at similar: 16,700 SEK"),
    ("thin_capital", 1, (0, 0.03), UP,
     "Minsta aktiekapital, men fler anställda än nio av tio i branschen",
     "Least share capital, but more staff than nine in ten of the trade",
     "gäller 3 av 100 liknande", "so for 3 of 100 similar"),
    ("trade_not_declared", 1, (0, 0.02), UP,
     "Uppgifter tyder på en annan bransch än den anmälda",
     "Facts point to another trade than the one declared",
     "gäller 2 av 100 liknande", "so for 2 of 100 similar"),
    ("season", 11, (11, 1.0), UP, "Årstiden: november", "The time of year: November", *NO),
    ("staff_mean_12m", 78.6, (12, 1.0), UP,
     "79 personer får lön en vanlig månad", "79 persons are paid in a usual month",
     "hos liknande: 12 personer", "at similar: 12 persons"),
    ("pay_per_person", 14482.8, (21330.6, 1.0), UP,
     "Lönen är 14 500 kr per person och månad", "Pay is 14,500 SEK per person and month",
     "hos liknande: 21 300 kr", "at similar: 21,300 SEK"),
    ("pay_per_person_peers", -3.4, (0, 1.0), UP,
     "Lönen per person är mycket lägre än hos liknande arbetsgivare",
     "Pay per person is much lower than at similar employers", *NO),
    ("pay_per_person_peers", 0.2, (0, 1.0), DOWN,
     "Lönen per person är ungefär som hos liknande arbetsgivare",
     "Pay per person is about as at similar employers", *NO),
    ("low_pay_share", 0.38, (0.12, 0.6), UP,
     "38 % av lönerna är under en halv heltidslön",
     "38% of pay is under half a full-time wage",
     "hos liknande: 12 %", "at similar: 12%"),
    ("low_pay_share", 0, (0.12, 0.6), DOWN,
     "Ingen lön är under en halv heltidslön", "No pay is under half a full-time wage",
     "hos liknande: 12 %", "at similar: 12%"),
    ("identical_pay_share", 0.486, (0.1, 0.9), UP,
     "49 % har fått exakt samma lön samma månad",
     "49% had exactly the same pay in the same month",
     "hos liknande: 10 %", "at similar: 10%"),
    ("churn", 2.23, (0.4, 1.0), UP,
     "2,2 börjar eller slutar per anställd och år",
     "2.2 start or leave per employee and year",
     "hos liknande: 0,4 per anställd", "at similar: 0.4 per employee"),
    ("late_returns_12m", 1, (0, 0.31), UP,
     "En arbetsgivardeklaration var sen det senaste året",
     "1 employer return was late in the last year",
     "finns hos 31 av 100 liknande", "at 31 of 100 similar"),
    ("late_returns_12m", 6, (0, 0.31), UP,
     "6 arbetsgivardeklarationer var sena det senaste året",
     "6 employer returns were late in the last year",
     "finns hos 31 av 100 liknande", "at 31 of 100 similar"),
    ("late_returns_12m", 1, (2, 0.8), DOWN,
     "En arbetsgivardeklaration var sen det senaste året",
     "1 employer return was late in the last year",
     "hos liknande: 2 deklarationer", "at similar: 2 returns"),
    ("late_returns_change", -2, (0, 0.1), DOWN,
     "2 sena deklarationer färre än halvåret före",
     "2 fewer late returns than in the half-year before",
     "finns hos 10 av 100 liknande", "at 10 of 100 similar"),
    ("late_returns_change", 1, (0, 0.1), UP,
     "En sen deklaration fler än halvåret före",
     "1 more late return than in the half-year before",
     "finns hos 10 av 100 liknande", "at 10 of 100 similar"),
    ("missing_returns_12m", 2, (0, 0.04), UP,
     "2 av de senaste tolv arbetsgivardeklarationerna saknas",
     "2 of the last twelve employer returns are missing",
     "finns hos 4 av 100 liknande", "at 4 of 100 similar"),
    ("declared_unpaid_share", 0.251, (0, 0.23), UP,
     "Deklarerad men obetald skatt motsvarar 25 % av lönerna",
     "Tax declared but not paid amounts to 25% of pay",
     "finns hos 23 av 100 liknande", "at 23 of 100 similar"),
    ("days_below_zero_12m", 25, (0, 0.2), UP,
     "Skattekontot visade underskott 25 dagar på ett år",
     "The tax account was below zero 25 days in a year",
     "finns hos 20 av 100 liknande", "at 20 of 100 similar"),
    ("enforcement_items_24m", 0, (0, 0.09), DOWN,
     "Inga skatteskulder till Kronofogden på två år",
     "No tax debts handed to enforcement in two years",
     "finns hos 9 av 100 liknande", "at 9 of 100 similar"),
    ("deficit_against_pay", 1, (0, 0.2), UP,
     "Skattekontots underskott var som mest en månadslön",
     "The tax account's deficit was at most 1 month of pay",
     "finns hos 20 av 100 liknande", "at 20 of 100 similar"),
    ("purchased_services_share", 0.69, (0.13, 1.0), UP,
     "Köpta tjänster är 69 % av omsättningen", "Services bought are 69% of turnover",
     "hos liknande: 13 %", "at similar: 13%"),
    ("gross_margin_apart", 3.7, (0.7, 1.0), UP,
     "Marginalen ligger mycket långt från liknande arbetsgivares",
     "The margin is very far from that of similar employers", *NO),
    ("vat_zero_streak", 5, (0, 0.03), UP,
     "5 månader i rad utan redovisad försäljning trots aktivitet",
     "5 months in a row without declared sales, yet active",
     "finns hos 3 av 100 liknande", "at 3 of 100 similar"),
    ("ledger_visits_36m", 0, (1, 0.6), DOWN,
     "Inga kontrollbesök om personalliggare på tre år",
     "No staff-ledger visits in three years",
     "hos liknande: 1 besök", "at similar: 1 visit"),
    ("unregistered_share", 0.455, (0.1, 0.5), UP,
     "46 % på plats stod inte i personalliggaren",
     "46% of those present were not in the staff ledger",
     "hos liknande: 10 %", "at similar: 10%"),
    ("ledger_fees_decayed_36m", 1.3, (0, 0.05), UP,
     "Kontrollavgift för personalliggaren de senaste tre åren",
     "A control fee for the staff ledger in the last three years",
     "finns hos 5 av 100 liknande", "at 5 of 100 similar"),
    ("cash_register_missing", 1, (0, 0.07), UP,
     "Håller öppet för allmänheten men har inget anmält kassaregister",
     "Open to the public, with no cash register notified",
     "gäller 7 av 100 liknande", "so for 7 of 100 similar"),
    ("tax_surcharges_36m", 1, (0, 0.05), UP,
     "Ett beslut om skattetillägg på tre år", "1 tax surcharge decided in three years",
     "finns hos 5 av 100 liknande", "at 5 of 100 similar"),
    ("public_claims_log", 12.1262, (0, 0.08), UP,
     "Öppna skulder hos Kronofogden till det allmänna: 185 000 kr",
     "Open public claims under enforcement: 185,000 SEK",
     "finns hos 8 av 100 liknande", "at 8 of 100 similar"),
    ("public_claims_log", 0, (0, 0.08), DOWN,
     "Inga öppna skulder hos Kronofogden till det allmänna",
     "No open public claims under enforcement",
     "finns hos 8 av 100 liknande", "at 8 of 100 similar"),
    ("turnover_per_head", 6_053_210, (1_204_000, 1.0), UP,
     "Omsättningen är 6 050 000 kr per anställd och år",
     "Turnover is 6,050,000 SEK per employee and year",
     "hos liknande: 1 200 000 kr", "at similar: 1,200,000 SEK"),
    ("growth_gap", -0.093, (0.02, 1.0), DOWN,
     "Omsättningen har ökat 9,3 % mindre än lönerna",
     "Turnover has grown 9.3% less than wages",
     "hos liknande: 2 %", "at similar: 2%"),
    ("demands_36m", 1, (0, 0.3), UP,
     "Ett krav från Arbetsmiljöverket på tre år",
     "1 demand from Arbetsmiljöverket in three years",
     "finns hos 30 av 100 liknande", "at 30 of 100 similar"),
    ("demands_36m", 4, (0, 0.3), UP,
     "4 krav från Arbetsmiljöverket på tre år",
     "4 demands from Arbetsmiljöverket in three years",
     "finns hos 30 av 100 liknande", "at 30 of 100 similar"),
    ("demands_36m", 0, (2, 0.7), DOWN,
     "Inga krav från Arbetsmiljöverket på tre år",
     "No demands from Arbetsmiljöverket in three years",
     "hos liknande: 2 krav", "at similar: 2 demands"),
    ("months_since_demands", 9, (18, 1.0), UP,
     "9 månader sedan Arbetsmiljöverkets senaste krav", "9 months since the last demands",
     "hos liknande: 18 månader", "at similar: 18 months"),
    ("months_since_demands", None, (18, 1.0), DOWN,
     "Arbetsmiljöverket har aldrig ställt krav, så vitt känt",
     "The work-environment authority never made demands, as far as known", *NO),
    ("pay_of_offer", None, (1.02, 1.0), DOWN,
     "Uppgift saknas om lön till personer med arbetstillstånd",
     "No data on pay to holders of work permits", *NO),
    ("subsidised_share", 0.16, (0.04, 0.6), UP,
     "Personer med anställningsstöd motsvarar 16 % av personalen",
     "Persons on employment support amount to 16% of the staff",
     "hos liknande: 4 %", "at similar: 4%"),
    ("ledger_fees_decayed_36m", 1.3, (0.12, 0.6), UP,
     "Kontrollavgift för personalliggaren de senaste tre åren",
     "A control fee for the staff ledger in the last three years",
     "finns hos 60 av 100 liknande", "at 60 of 100 similar"),
    ("standing_prohibitions_36m", 1, (0, 0.01), UP,
     "Ett förbud är inte upphävt efter tre månader",
     "1 prohibition not lifted after three months",
     "finns hos 1 av 100 liknande", "at 1 of 100 similar"),
    ("standing_prohibitions_36m", 2, (0, 0.01), UP,
     "2 förbud är inte upphävda efter tre månader",
     "2 prohibitions not lifted after three months",
     "finns hos 1 av 100 liknande", "at 1 of 100 similar"),
    ("injury_rate", 15.2, (9.1, 1.0), UP,
     "15 olyckor per 1 000 anställda och år, utjämnat",
     "15 accidents per 1,000 employees and year, smoothed",
     "hos liknande: 9,1 per 1 000", "at similar: 9.1 per 1,000"),
    ("injuries_missing", 3.4, (0, 0.4), UP,
     "Ingen olycka anmäld på tre år, men 3,4 var att vänta",
     "No accident reported in three years, where 3.4 were to expect",
     "finns hos 40 av 100 liknande", "at 40 of 100 similar"),
    ("no_agreement_share", 1, (1, 0.7), UP,
     "Inget tillståndsärende har kollektivavtal",
     "No permit case has a collective agreement",
     "hos liknande: 100 %", "at similar: 100%"),
    ("permits_without_pay_share", 0.333, (0, 0.2), UP,
     "33 % med arbetstillstånd har ingen redovisad lön här",
     "33% of permit holders have no pay declared here",
     "finns hos 20 av 100 liknande", "at 20 of 100 similar"),
    ("pay_of_offer", 0.72, (1.02, 1.0), UP,
     "Redovisad lön är 72 % av den som erbjöds i tillståndet",
     "Pay declared is 72% of what the permit offered",
     "hos liknande: 102 %", "at similar: 102%"),
    ("subsidy_cliff_share", 0, (0.5, 0.6), DOWN,
     "Ingen anställning slutade när stödet tog slut", "No employment ended with the support",
     "hos liknande: 50 %", "at similar: 50%"),
    ("assistance_months_without_pay_12m", 1, (0, 0.1), UP,
     "En månad med assistanstimmar men utan redovisad lön",
     "1 month with hours of assistance but no pay declared",
     "finns hos 10 av 100 liknande", "at 10 of 100 similar"),
    ("covered_migrationsverket", 0, (0, 0.0), DOWN,
     "Inga uppgifter från Migrationsverket det senaste halvåret",
     "No facts from Migrationsverket in the last half-year",
     "gäller 0 av 100 liknande", "so for 0 of 100 similar"),
    ("risen_people", 0.4, (0, 0.01), UP,
     "40 % av ledningen ledde ett bolag som gick i konkurs",
     "40% of the management led a company gone bankrupt",
     "finns hos 1 av 100 liknande", "at 1 of 100 similar"),
    ("staff_from_one", 0.4, (0.1, 0.8), UP,
     "40 % av de nyanställda kom från en och samma arbetsgivare",
     "40% of new staff came from one and the same employer",
     "hos liknande: 10 %", "at similar: 10%"),
]  # fmt: skip


@pytest.mark.parametrize("case", READ, ids=lambda case: f"{case[0]}-{case[1]}")
def test_a_reason_reads_as_it_was_read_by_hand(case: Case) -> None:
    name, value, (usual, having), pull, sv, en, peers_sv, peers_en = case

    ((told,), _) = reasons([part(name, value, pull, usual, having)], SAYINGS)

    plain = str.maketrans({"\N{NO-BREAK SPACE}": " "})
    assert (told.sentence.sv.translate(plain), told.sentence.en.translate(plain)) == (sv, en)
    assert (told.peers.sv.translate(plain), told.peers.en.translate(plain)) == (
        peers_sv,
        peers_en,
    )
    # Alone it is all that moved the place: it raises or lowers a lot, by its sign.
    assert word(told, Language.SV) == ("höjer mycket" if pull == UP else "sänker mycket")
    assert word(told, Language.EN) == ("raises a lot" if pull == UP else "lowers a lot")


def test_sixty_were_read() -> None:
    assert len(READ) >= 60


figures = st.one_of(
    st.none(),
    st.sampled_from([0.0, 1.0]),
    st.floats(-5, 5, width=32),
    st.floats(0, 1e6, width=32),
)
drawn = st.dictionaries(
    st.sampled_from(sorted(FEATURES)),
    st.tuples(figures, st.floats(-3, 3, width=32)),
    min_size=1,
    max_size=40,
)


@settings(max_examples=120, deadline=None)
@given(drawn=drawn)
def test_raises_is_never_said_of_what_lowers_and_no_excluded_attribute_is_cited(
    drawn: dict[str, tuple[float | None, float]],
) -> None:
    parts = [part(name, value, amount) for name, (value, amount) in drawn.items()]

    told, rest = reasons(parts, SAYINGS)

    of_group: dict[str, float] = {}
    for one in parts:
        of_group[one.group] = of_group.get(one.group, 0.0) + one.amount
    for reason in told:
        fact = next(one for one in parts if one.feature == reason.feature)
        raises = of_group[fact.group] > 0
        # Group and speaker pull the same way, and the word is theirs.
        assert (fact.amount > 0) == raises == (reason.contribution > 0)
        assert word(reason, Language.SV).startswith("höjer" if raises else "sänker")
        assert word(reason, Language.EN).startswith("raises" if raises else "lowers")
        for text, swedish in ((reason.sentence.sv, True), (reason.sentence.en, False)):
            assert ground_against(text, sentence=True, swedish=swedish) is None
    shares = sum(one.share for one in told) + rest.raises + rest.lowers
    assert shares == pytest.approx(1) or not any(of_group.values())


def test_facts_that_tell_of_the_same_thing_are_one_reason_and_the_weightiest_speaks() -> None:
    parts = [
        part("demands_36m", 3, 0.2),
        part("demands_here_36m", 2, 0.5),
        part("months_since_demands", 40, -0.1),
        part("late_returns_12m", 1, 0.3),
    ]

    told, _ = reasons(parts, SAYINGS)

    assert [(one.feature, round(one.contribution, 9), one.facts) for one in told] == [
        ("demands_here_36m", 0.6, 3),
        ("late_returns_12m", 0.3, 1),
    ]
    assert told[0].share == pytest.approx(2 / 3)


def test_a_group_is_unknown_only_when_every_fact_of_it_is() -> None:
    parts = [
        part("pay_of_offer", None, 0.1),
        part("permits_without_pay_share", 0.2, 0.1),
        part("months_since_ledger_visit", None, 0.1),  # never is a fact
        part("seasonal_rent_share", None, 0.05),
        part("seasonal_lodging_density", None, 0.05),
    ]

    assert gaps(parts, SAYINGS) == (
        Words("bostäder för säsongsanställda", "lodging of seasonal workers"),
    )


def test_a_reason_names_its_register_and_the_rule_that_keeps_it_secret() -> None:
    ((told,), _) = reasons([part("demands_36m", 3, 1.0)], SAYINGS)

    assert told.source == Words(
        "Inspektionsmeddelanden och krav", "Inspection notices and demands"
    )
    assert told.secrecy == ("OSL (2009:400) 30 kap. 23 §",)
    assert told.authorities == ("arbetsmiljoverket",)
