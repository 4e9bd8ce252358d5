"""Indicators of an agent's other clients mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures

NAMES = ("agent_clients_looked_at", "agent_clients_rate")
AGENTS = """
    org_no | agent_key | from_on    | to_on      | known_at
    -------+-----------+------------+------------+-----------
    A      | o1        | 2020-01-01 |            | 2020-01-05
    B      | o1        | 2020-01-01 |            | 2020-01-05
    C      | o1        | 2020-01-01 |            | 2020-01-05
    C      | o1        | 2020-01-01 | 2022-12-31 | 2023-01-10
    D      | o1        | 2020-01-01 |            | 2020-01-05
    E      | o2        | 2020-01-01 |            | 2020-01-05
    F      | o1        | 2024-06-20 |            | 2024-07-01
"""
LEDGER_VISITS = """
    visit_no | org_no | visited_on | fee_kr
    ---------+--------+------------+-------
    1        | A      | 2023-03-01 | 12500
    2        | B      | 2023-03-01 | 12500
    3        | B      | 2023-05-01 |
    4        | C      | 2022-11-01 | 12500
    5        | C      | 2023-02-01 | 12500
    6        | D      | 2023-03-01 |
    7        | E      | 2024-02-01 | 12500
"""


def rate(found: int, looked_at: int) -> float:
    """Leaning on one in ten, worth twenty clients."""
    return round((found + 2) / (looked_at + 20), 4)


def test_other_clients_count_once_and_oneself_never(figures: Figures) -> None:
    found = figures(NAMES, agents=AGENTS, ledger_visits=LEDGER_VISITS)

    # A sees B, C and D, of whom B and C had a fee; B sees A, C and D; D all three with a fee.
    assert found["A1"] == dict(zip(NAMES, (3, rate(2, 3)), strict=True))
    assert found["B1"] == dict(zip(NAMES, (3, rate(2, 3)), strict=True))
    assert found["D1"] == dict(zip(NAMES, (3, rate(3, 3)), strict=True))


def test_whoever_left_the_agent_or_is_not_known_to_have_it_has_none(figures: Figures) -> None:
    found = figures(NAMES, agents=AGENTS, ledger_visits=LEDGER_VISITS)
    in_august = figures(NAMES, AsOf(2024, 8, 1), agents=AGENTS, ledger_visits=LEDGER_VISITS)

    # E's agent has only one client visited, so far too lately to count, and that is E itself.
    assert found["C1"] == found["E1"] == found["F1"] == dict.fromkeys(NAMES)
    assert in_august["F1"] == dict(zip(NAMES, (4, rate(3, 4)), strict=True))


def test_what_befell_a_client_before_or_after_the_agent_is_not_held_against_it(
    figure: Figure,
) -> None:
    before = LEDGER_VISITS.replace("2022-11-01", "2019-12-31")

    found = figure("agent_clients_looked_at", agents=AGENTS, ledger_visits=before)

    # C's visits now lie before it came and after it left.
    assert found["A1"] == 2
