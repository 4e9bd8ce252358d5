# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Retrain and compare
#
# What is the ranking worth, how sure are we, and would a rule of three facts do as well? On a
# small invented Sweden in a folder of its own, `data/notebook`. For your own registers, change
# the four lines below; every step does only what is not done yet.

# %%
from dataclasses import replace
from pathlib import Path

import pandas as pd

from features.country import read_country
from features.engine.registers import Registers
from features.registers.loading import read_delivery
from features.synthetic.world import invent
from models.card_text import card_text
from models.race_report import COLUMNS, race_rows, race_title
from models.reading import read_recipe
from models.recipe import default_recipe
from models.running import run_race, run_training
from models.verdict_table import COLUMNS as VERDICT
from models.verdict_table import verdict_rows, verdict_title

folder, mlruns = Path("data/notebook"), Path("data/notebook/mlruns")
country = read_country("features.sweden")
recipe = read_recipe(default_recipe(country), country)
few = replace(
    recipe.dates, train=3, test=2
)  # a small country; take the recipe's own for a real
recipe = replace(recipe, dates=few)
quiet = [].append  # progress goes nowhere here

# %% [markdown]
# ## Registers
#
# Controls are fifty times as dense as real ones, so that a small country teaches something.

# %%
invent(folder, employers=600, control_rate=50.0, seed=7, say=quiet)
landed = folder / "landed" / country.name
report = read_delivery(folder / "extracts" / country.name, country, landed, say=quiet)

# %% [markdown]
# ## Train anew
#
# The same recipe on the same content is not trained twice. Red means that some rule or
# regression was not clearly beaten; a small country is mostly red, and should be.

# %%
with Registers(landed, country) as registers:
    trained = run_training(registers, recipe, folder, mlruns, say=quiet)
print(verdict_title(trained.card))
pd.DataFrame(verdict_rows(trained.card), columns=VERDICT)

# %% [markdown]
# ## How often is it there at all?
#
# Among the controlled, who were chosen; the bounds; weighted for selection; and by the random
# arm, which needs no model.

# %%
judged = trained.card["performance"][recipe.judgement.primary]
pd.json_normalize(judged["prevalence"]).T.rename(columns={0: "value"})

# %% [markdown]
# ## Do the bands hold?

# %%
held = trained.card["calibration"]
pd.json_normalize(held["bands"] if held else [])

# %% [markdown]
# ## Everybody on every past split
#
# The rule that picks is in the recipe, before any result is. Add names to `challengers`, or
# take the line away to try them all.

# %%
plan = replace(
    recipe.choice,
    splits=2,
    challengers=("random", "business_as_usual", "three_variables", "logistic_splines", "lykta"),
)
with Registers(landed, country) as registers:
    raced = run_race(registers, replace(recipe, choice=plan), folder, mlruns, say=quiet)
print(race_title(raced))
pd.DataFrame(race_rows(raced), columns=COLUMNS)

# %% [markdown]
# ## What each rule of choosing would have cost

# %%
rules = pd.DataFrame(raced["rules"])[["rule", "regret", "changes"]]
rules.sort_values("regret")

# %% [markdown]
# ## The whole card

# %%
print(card_text(trained.card))
