# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Review for fairness
#
# Whom does the ranking burden, is that deserved, and can it be told at all? On the small
# invented Sweden and the model of `02_retrain_and_compare`, in the same folder; what is there
# already is not made again. Every verdict has three values: *passes*, *fails*, *cannot tell*.
# In so small a country most of it cannot be told, and that is the honest answer.

# %%
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from features.country import read_country
from features.engine.registers import Registers
from features.registers.loading import read_delivery
from features.synthetic.world import invent
from models.audit.archetypes import read_archetypes
from models.audit.judged import open_judged
from models.audit.kept import read_kept
from models.audit.of_archetypes import audit_archetypes
from models.audit.of_model import audit_model
from models.audit.of_reasons import audit_dropping, audit_leakage, audit_reasons
from models.audit.policy import read_tolerance
from models.audit.told import COLUMNS, audit_rows, fails_said
from models.reading import read_recipe
from models.recipe import default_recipe
from models.running import run_training

folder, mlruns = Path("data/notebook"), Path("data/notebook/mlruns")
country = read_country("features.sweden")
recipe = read_recipe(default_recipe(country), country)
recipe = replace(recipe, dates=replace(recipe.dates, train=3, test=2))
policy = read_tolerance(date(2026, 11, 1))
quiet = [].append  # progress goes nowhere here

# %%
if not (folder / "extracts" / country.name).is_dir():
    invent(folder, employers=600, control_rate=50.0, seed=7, say=quiet)
landed = folder / "landed" / country.name
read_delivery(folder / "extracts" / country.name, country, landed, say=quiet)

# %% [markdown]
# ## Audit
#
# What serves has learnt from the dates that it is judged on, so the model that had not is the
# one that is audited; both digests go with the results, which are kept for the reviewers.

# %%
with Registers(landed, country) as registers:
    trained = run_training(registers, recipe, folder, mlruns, say=quiet)
    opened = open_judged(registers, recipe, folder, mlruns, trained.version, say=quiet)
    found, told = audit_model(registers, opened, folder, policy, say=quiet)
    reasons = audit_reasons(registers, opened, folder, policy, say=quiet)
    leakage = audit_leakage(registers, opened, folder, policy, say=quiet)
    dropped = audit_dropping(registers, opened, folder, ["company_age_years"], say=quiet)
    firms = read_archetypes(country)
    swept = audit_archetypes(registers, opened, folder, firms, policy, say=quiet)
opened.served.digest, opened.judged.digest

# %% [markdown]
# ## The groups
#
# Everybody in the cohort is counted, not those who were visited. `of the list` is a group's
# share of the list over its share of the cohort; `in the arm` is how often visits drawn by lot
# found something in it, which is what a burden is held against. Background, sex and age are
# read from a folder that nothing but an audit can open.

# %%
groups = pd.DataFrame(audit_rows(found), columns=COLUMNS)
groups

# %%
told["verdict"], told["read_by_audits_alone"], fails_said(found)

# %% [markdown]
# One group, whole: each rate with its interval, and with the least and the most that outcomes
# nobody knows could make of it.

# %%
largest = max(found.groups, key=lambda one: one.group.counts.size)
rates = pd.DataFrame(
    {
        name: {
            "value": rate.figure.value,
            "low": rate.figure.low,
            "high": rate.figure.high,
            "least": rate.low,
            "most": rate.high,
        }
        for name, rate in largest.group.rates.items()
    }
).T
largest.group.attribute, largest.group.value, rates

# %%
{name: why for name, (_, why) in largest.verdicts.items()}

# %% [markdown]
# ## The explanations
#
# Which registers move which group, over what they move everybody; pairs of one priority that
# are told for other reasons; and how many reasons a retrain leaves standing.

# %%
moves = pd.DataFrame(reasons["by_register"])
owners = moves[moves["attribute"] == "owner_background"]
owners.pivot_table(index="label", columns="value", values="times_everybody")

# %%
pd.DataFrame(reasons["pairs"]), reasons["churn"]["same_reasons"]

# %% [markdown]
# ## Proxies
#
# Could the figures that the model reads tell who owns a firm? A classifier learns it from the
# matrix and is asked of employers it has not met: an area of a half is guessing. And would the
# list find less without a guarded feature?

# %%
pd.DataFrame(
    [
        (
            one["attribute"],
            one["value"],
            one["area"]["value"],
            one["order"]["value"],
            one["why"],
        )
        for one in leakage["leaks"]
    ],
    columns=["attribute", "band", "matrix tells", "order tells", "why"],
)

# %%
dropped["dropped"][0]["why"]

# %% [markdown]
# ## Typical firms
#
# One fact at a time is changed on a typical firm, and nothing else. How many places of the
# whole cohort does it move?

# %%
table = pd.DataFrame(swept["sweeps"]).sort_values("moved", ascending=False)
table[["feature", "firm", "is_watched", "stands", "moved", "verdict"]].head(10)

# %%
swept["alarms"], swept["directions"]["verdict"]

# %% [markdown]
# All of it is kept beside the model, where the reviewers' pages read it.

# %%
kept = read_kept(folder, country.name, "models", opened.served.digest, "groups")
kept["verdict"]
