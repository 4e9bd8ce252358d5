"""A recipe is read whole or refused whole; a severity policy is dated, and has one red line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from features.country import read_country
from features.errors import RecipeRefused
from features.vocabulary import AsOf
from models.reading import read_recipe
from models.recipe import default_recipe
from models.severity import read_policy
from tests.models.invented import COUNTRY, RECIPE, everyone, recipe_of


def test_sweden_s_own_recipe_can_be_read() -> None:
    country = read_country("features.sweden")

    recipe = read_recipe(default_recipe(country), country)

    assert recipe.heads[-1] == "several"
    assert "worker_without_permit" not in recipe.heads
    assert recipe.judgement.rivals == tuple(rival.name for rival in country.rivals)
    policy = read_policy(recipe.policy, AsOf(2026, 1, 1), recipe.heads)
    assert policy.weight("several") > policy.weight("tax_and_pay")


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = (
        RECIPE.replace("train = 4", "train = 0\ntrian = 3")
        .replace("seeds = [1]", 'seeds = "one"')
        .replace("visits_per_week = 5", "visits_per_week = 5.5")
    )

    with pytest.raises(RecipeRefused) as refused:
        recipe_of(tmp_path, text + "\n[heads]\nareas = ['tax', 'taxes']\n")

    told = refused.value.message
    assert "dates.train: must be a whole number from 1 to 400, is 0" in told
    assert "dates.trian: unknown key (did you mean 'train'?)" in told
    assert "model.seeds" in told
    assert "capacity.visits_per_week" in told
    assert "heads.areas: nobody declared 'taxes' (there is tax" in told
    assert "5 fault(s)" in told


def test_parts_never_reach_a_model_and_the_excluded_stay_out(tmp_path: Path) -> None:
    recipe = recipe_of(tmp_path, RECIPE + "\n[features]\nexclude = ['noise']\n")

    assert recipe.features == ("debts", "injuries", "permits")


def test_dates_that_cannot_be_are_refused(tmp_path: Path) -> None:
    text = RECIPE.replace("[dates]", "[dates]\nfirst = 2025-01-01\nlast = 2024-01-15")

    with pytest.raises(RecipeRefused, match="not the first of a month"):
        recipe_of(tmp_path, text)


def test_several_fits_share_what_they_do_not_say(tmp_path: Path) -> None:
    fits = """
    [[model.fits]]
    name = "last"
    dates = "newest"
    [[model.fits]]
    name = "stacked"
    rounds = 50
    lightgbm = { min_data_in_leaf = 60 }
    """

    last, stacked = recipe_of(tmp_path, RECIPE + fits).model.fits

    assert (last.dates, last.rounds, last.lightgbm["min_data_in_leaf"]) == ("newest", 30, 20)
    assert (stacked.dates, stacked.rounds) == ("all", 50)
    assert stacked.lightgbm == {**last.lightgbm, "min_data_in_leaf": 60}


def test_a_country_of_one_area_has_no_head_of_several(tmp_path: Path) -> None:
    outcomes = replace(COUNTRY.outcomes, areas=COUNTRY.outcomes.areas[:1])
    alone = everyone(replace(COUNTRY, outcomes=outcomes))
    text = RECIPE.replace("[judgement]", '[judgement]\nprimary = "tax"')

    assert recipe_of(tmp_path, text, alone).heads == ("tax",)


def test_the_digest_follows_the_policy_too(tmp_path: Path) -> None:
    recipe = recipe_of(tmp_path)
    before = recipe.digest

    recipe.policy.write_text(recipe.policy.read_text("utf-8") + "\n# more\n", "utf-8")

    assert recipe.digest != before


def policy(tmp_path: Path, weights: str, valid_from: str = "2020-01-01") -> Path:
    path = tmp_path / "policy.toml"
    text = f"[[policy]]\nvalid_from = {valid_from}\nreason = 'r'\nweights = {{ {weights} }}\n"
    path.write_text(text, "utf-8")
    return path


def test_a_policy_that_looks_for_workers_without_permit_is_refused(tmp_path: Path) -> None:
    path = policy(tmp_path, "tax = 1, worker_without_permit = 0.1")

    with pytest.raises(RecipeRefused, match="never ranked on"):
        read_policy(path, AsOf(2025, 1, 1), ["tax"])


@pytest.mark.parametrize(
    ("weights", "valid_from", "told"),
    [
        ("tax = -1", "2020-01-01", "a number from 0 up"),
        ("tax = 0", "2020-01-01", "every head in use has weight 0"),
        ("tax = 1", "2026-01-01", "no policy is valid on 2025-01-01"),
    ],
)
def test_a_policy_that_cannot_be_used_says_why(
    tmp_path: Path, weights: str, valid_from: str, told: str
) -> None:
    with pytest.raises(RecipeRefused, match=told):
        read_policy(policy(tmp_path, weights, valid_from), AsOf(2025, 1, 1), ["tax"])


def test_the_newest_policy_in_force_counts(tmp_path: Path) -> None:
    path = policy(tmp_path, "tax = 1")
    newer = path.read_text("utf-8").replace("2020", "2024").replace("tax = 1", "tax = 5")
    path.write_text(path.read_text("utf-8") + newer, "utf-8")

    assert read_policy(path, AsOf(2023, 12, 1), ["tax"]).weight("tax") == 1
    assert read_policy(path, AsOf(2024, 1, 1), ["tax"]).weight("tax") == 5
