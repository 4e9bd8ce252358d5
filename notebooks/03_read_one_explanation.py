# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Read one explanation
#
# Why does a workplace stand where it does, what would change it, and what moves the cohort as a
# whole? On the small invented Sweden and the model of `02_retrain_and_compare`, in the same
# folder; what is there already is not made again.

# %%
from dataclasses import replace
from pathlib import Path

import pandas as pd

from features.country import read_country
from features.engine.registers import Registers
from features.registers.loading import read_delivery
from features.synthetic.world import invent
from models.attribution import draw_waterfall
from models.population import dependence, draw_dependence, draw_swarm, importance, swarm
from models.reading import read_recipe
from models.recipe import default_recipe
from models.running import run_training
from serving.explaining import open_cohort
from serving.reviewing.invented_reviewers import approve_invented
from serving.settings import Settings

folder, mlruns = Path("data/notebook"), Path("data/notebook/mlruns")
country = read_country("features.sweden")
recipe = read_recipe(default_recipe(country), country)
recipe = replace(recipe, dates=replace(recipe.dates, train=3, test=2))
quiet = [].append  # progress goes nowhere here

# %%
if not (folder / "extracts" / country.name).is_dir():
    invent(folder, employers=600, control_rate=50.0, seed=7, say=quiet)
landed = folder / "landed" / country.name
read_delivery(folder / "extracts" / country.name, country, landed, say=quiet)

# %% [markdown]
# ## Freeze
#
# Every workplace of the cohort is scored and explained, and written down in columns under the
# digests of model, data and words. Opening it again reads what is there.

# %%
with Registers(landed, country) as registers:
    trained = run_training(registers, recipe, folder, mlruns, say=quiet)
    settings = Settings(workspace=folder, mlruns=mlruns)
    # Two invented reviewers: no model is opened that nobody has been asked to review.
    approve_invented(settings, country, trained.folder, invented=True)
    cohort = open_cohort(settings, registers, None, say=quiet)
frozen = cohort.frozen
frozen.identity

# %% [markdown]
# ## One workplace
#
# The highest ranked. Each reason is a fact with its figure, beside what is usual among similar
# workplaces, the register it is from and when that last told of the employer. Facts that tell
# of the same thing are one reason. The contributions are parts of the log-odds that the heads
# were combined in: they order, and are no probabilities.

# %%
workplace = frozen.workplaces[int(frozen.scores.argmax())].as_py()
told = cohort.told(workplace)
pd.DataFrame(
    {
        "reason": [one.sentence.en for one in told.reasons],
        "direction": [f"{one.direction} {one.strength.value}" for one in told.reasons],
        "similar": [one.peers.en for one in told.reasons],
        "source": [one.source.en for one in told.reasons],
        "latest": [one.known for one in told.reasons],
        "adds": [one.contribution for one in told.reasons],
    }
)

# %% [markdown]
# Base and contributions are the priority, whichever way they are added up. What the registers
# do not say of it is said too.

# %%
explanation = told.explanation
ways = explanation.by_group(), explanation.by_register(), explanation.by_authority()
sums = [explanation.base + sum(way.values()) for way in ways]
sums, explanation.score, [one.en for one in told.gaps]

# %%
draw_waterfall(explanation, folder / "waterfall.png")

# %% [markdown]
# ## What would change it
#
# A fact may be wrong in its register. Corrected, the workplace is scored and explained anew;
# figures that are also built on the fact stay until the next matrix, and are named. And which
# single facts, within what is usual in the cohort, would have put it in another band?

# %%
largest = told.reasons[0]
before, after, corrected = cohort.corrected(workplace, {largest.feature: None})
changes = cohort.would_change(workplace)
before.band.name, after.band.name, corrected.built_on

# %%
pd.DataFrame(
    {
        "fact": [cohort.sentence(one.feature, one.value).en for one in changes],
        "instead": [cohort.sentence(one.feature, one.to).en for one in changes],
        "distance": [one.distance for one in changes],
    }
)

# %% [markdown]
# ## The whole cohort
#
# Everybody, not a sample. Contributions are added within a group before their size is taken, so
# that correlated facts do not count twice.

# %%
by_group = importance(frozen, country)
by_authority = importance(frozen, country, "authority")
by_group.head(10)

# %%
names = {feature.name: feature.en for feature in country.features}
draw_swarm(swarm(frozen, country), names, folder / "swarm.png")
most = importance(frozen, country, "feature")["feature"][0]
draw_dependence(dependence(frozen, most), names[most], folder / "dependence.png")
