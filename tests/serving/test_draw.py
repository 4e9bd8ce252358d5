"""The random draw: exact chances, one per employer, the same for everyone who repeats it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serving.targeting.draw import draw, population_digest, uniform

# Employers of one, two and five workplaces.
EMPLOYERS = ["a", "b", "b", "c", *"ddddd", "e", "f", "f"]
WORKPLACES = [f"w{number}" for number in range(len(EMPLOYERS))]

populations = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=40)
shares = st.floats(0.01, 12, allow_nan=False)


def test_every_workplace_is_drawn_as_often_as_its_chance_says() -> None:
    trials = 2000
    counts = np.zeros(len(WORKPLACES))
    for trial in range(trials):
        arm = draw(WORKPLACES, EMPLOYERS, 1.3, f"seed {trial}")
        counts[list(arm.drawn)] += 1

    # Expected 1.3 / 12 each; five standard errors of a share of 2,000 trials.
    chance = 1.3 / 12
    assert arm.chances == pytest.approx(np.full(12, chance))
    assert np.abs(counts / trials - chance).max() < 5 * (chance * (1 - chance) / trials) ** 0.5


def test_the_number_drawn_is_the_expected_one_rounded_at_random() -> None:
    numbers = [len(draw(WORKPLACES, EMPLOYERS, 0.64, f"{n}").drawn) for n in range(2000)]

    assert set(numbers) == {0, 1}
    assert np.mean(numbers) == pytest.approx(0.64, abs=5 * (0.64 * 0.36 / 2000) ** 0.5)


def test_an_employer_that_would_be_due_two_visits_is_held_to_one() -> None:
    # Nine of ten workplaces are one employer's: equal chances of 2 / 10 would give it 1.8.
    arm = draw([str(n) for n in range(10)], [*"x" * 9, "y"], 2, "seed")

    assert arm.chances == pytest.approx([1 / 9] * 9 + [1.0])
    assert len(arm.drawn) == 2


@given(populations, shares, st.text(max_size=5))
@settings(max_examples=100, deadline=None)
def test_chances_add_up_and_nobody_is_without_one(
    employers: list[str], expected: float, seed: str
) -> None:
    workplaces = [f"w{number}" for number in range(len(employers))]
    arm = draw(workplaces, employers, expected, seed)

    assert arm.chances.sum() == pytest.approx(min(expected, len(set(employers))))
    assert (arm.chances > 0).all()
    drawn = [employers[place] for place in arm.drawn]
    assert len(drawn) == len(set(drawn))
    assert abs(len(drawn) - min(expected, len(set(employers)))) < 1 + 1e-9


@given(populations, shares, st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_the_order_of_the_population_changes_nothing(
    employers: list[str], expected: float, random: object
) -> None:
    pairs = [(f"w{number}", employer) for number, employer in enumerate(employers)]
    mixed = list(pairs)
    random.shuffle(mixed)  # type: ignore[attr-defined]

    def drawn(rows: list[tuple[str, str]]) -> set[str]:
        arm = draw([one for one, _ in rows], [of for _, of in rows], expected, "seed")
        return {rows[place][0] for place in arm.drawn}

    assert drawn(pairs) == drawn(mixed)


def test_an_empty_population_has_nobody_to_draw() -> None:
    assert draw([], [], 1.0, "seed").drawn == ()


def test_the_uniform_number_is_the_same_on_every_machine() -> None:
    # First 53 bits of SHA-256("a" 0x1f "b"), worked out with sha256sum.
    import hashlib

    digest = hashlib.sha256(b"a\x1fb").hexdigest()
    assert uniform("a", "b") == (int(digest[:16], 16) >> 11) / 2**53


def test_the_population_digest_does_not_depend_on_order() -> None:
    assert population_digest(["b", "a"]) == population_digest(["a", "b"])
