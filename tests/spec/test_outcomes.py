"""What counts as found in a joint control, and from when."""

from __future__ import annotations

from pathlib import Path

from features.sweden import COUNTRY
from features.vocabulary import AsOf
from tests.spec.world import country_of, opened

JOINT_CONTROLS = """
    control_no | org_no | cfar | controlled_on | chosen_by | inclusion_probability
    -----------+--------+------+---------------+-----------+----------------------
    K1         | A      | A1   | 2024-01-10    | random    | 0.02
    K2         | A      | A1   | 2024-02-10    | tip       |
"""
OUTCOMES = """
    control_no | org_no | cfar | controlled_on | authority         | area             | outcome     | severity | status      | known_at
    -----------+--------+------+---------------+-------------------+------------------+-------------+----------+-------------+-----------
    K1         | A      | A1   | 2024-01-10    | skatteverket      | tax_and_pay      | finding     | 2        | preliminary | 2024-01-12
    K1         | A      | A1   | 2024-01-10    | skatteverket      | tax_and_pay      | none        | 0        | decided     | 2024-05-20
    K1         | A      | A1   | 2024-01-10    | arbetsmiljoverket | work_environment | not_checked | 0        | preliminary | 2024-01-12
    K2         | A      | A1   | 2024-02-10    | skatteverket      | tax_and_pay      | finding     | 3        | preliminary | 2024-02-12
    K2         | A      | A1   | 2024-02-10    | skatteverket      | tax_and_pay      | finding     | 4        | final       | 2024-07-01
    K3         | A      | A1   | 2024-03-10    | skatteverket      | tax_and_pay      | none        | 0        | decided     | 2024-03-12
"""  # noqa: E501

NAMES = ("control", "area", "found", "severity", "status", "random")


def found(
    folder: Path, as_of: AsOf, names: tuple[str, ...] = NAMES
) -> list[tuple[object, ...]]:
    drawn = {"joint_controls": JOINT_CONTROLS, "control_outcomes": OUTCOMES}
    with opened(folder, country_of(()), drawn) as registers:
        rows = registers.rows(COUNTRY.outcomes.rows, as_of).to_pylist()
    return [tuple(row[name] for name in names) for row in rows]


def test_what_nobody_looked_at_is_neither_found_nor_clean(tmp_path: Path) -> None:
    rows = found(tmp_path, AsOf(2024, 7, 1))

    assert ("K1", "work_environment", None, 0, "preliminary", True) in rows


def test_a_decision_takes_the_place_of_what_was_seen_on_the_day(tmp_path: Path) -> None:
    in_may = found(tmp_path / "may", AsOf(2024, 5, 1))
    in_july = found(tmp_path / "july", AsOf(2024, 7, 1))
    in_august = found(tmp_path / "august", AsOf(2024, 8, 1))

    assert ("K1", "tax_and_pay", True, 2, "preliminary", True) in in_may
    assert ("K1", "tax_and_pay", False, 0, "decided", True) in in_july
    assert ("K2", "tax_and_pay", True, 3, "preliminary", False) in in_july
    assert ("K2", "tax_and_pay", True, 4, "final", False) in in_august
    assert len(in_may) == len(in_july) == len(in_august) == 4


def test_only_a_control_drawn_by_lot_is_random(tmp_path: Path) -> None:
    random = {row[0]: row[-1] for row in found(tmp_path, AsOf(2024, 7, 1))}

    assert random == {"K1": True, "K2": False, "K3": False}  # of K3 nobody told why


def test_the_chance_of_being_drawn_is_kept_with_the_draw(tmp_path: Path) -> None:
    rows = found(tmp_path, AsOf(2024, 7, 1), ("control", "inclusion"))

    assert set(rows) == {("K1", 0.02), ("K2", None), ("K3", None)}


def test_a_control_is_unknown_before_it_was_entered(tmp_path: Path) -> None:
    assert found(tmp_path, AsOf(2024, 1, 1)) == []
