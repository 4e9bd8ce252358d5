# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
# ---

# %% [markdown]
# # Meet the registers
#
# From deliveries to a matrix, on a small invented Sweden. Everything is written to a folder of
# its own, `data/notebook`, and can be deleted afterwards.

# %%
from pathlib import Path

import pandas as pd

from features.engine.registers import Registers
from features.in_memory import build_matrix
from features.registers.loading import read_delivery
from features.sweden import COUNTRY
from features.synthetic.world import invent
from features.vocabulary import AsOf

folder = Path("data/notebook")
quiet = [].append  # progress goes nowhere here

# %% [markdown]
# ## A delivery, with the flaws real ones have

# %%
invent(folder, employers=1_500, seed=7, say=quiet)
extracts = folder / "extracts" / "sweden"
sorted(path.relative_to(extracts).as_posix() for path in extracts.rglob("*.*"))

# %% [markdown]
# ## Loading checks every row. Bad rows are set aside with the reason, good rows are never lost.

# %%
landed = folder / "landed" / "sweden"
report = read_delivery(extracts, COUNTRY, landed, say=quiet)
set_aside = {path.stem: len(pd.read_csv(path)) for path in (landed / "set_aside").glob("*.csv")}
pd.Series(set_aside, name="rows set aside").sort_values(ascending=False)

# %% [markdown]
# ## A matrix is what was known on a date
#
# The funnel says how many workplaces were left after each step.

# %%
with Registers(landed, COUNTRY) as registers:
    matrix = build_matrix(registers, AsOf(2026, 5, 1))
pd.Series(dict(matrix.funnel), name="workplaces left")

# %% [markdown]
# ## What one register says that another denies
#
# Sales without pay, and pay against what was offered in permits, by sector. Missing stays
# missing: shares of permit holders need at least three.

# %%
frame = matrix.to_pandas()
columns = ["months_sold_without_pay_share", "wage_share_peers", "pay_of_offer"]
frame.groupby("sector")[columns].agg(["median", "count"]).round(2)
