"""Indicators of claims under enforcement mean what their labels say."""

from __future__ import annotations

import math

from features.vocabulary import AsOf
from tests.spec.conftest import Figures

CLAIMS = """
  claim_no | org_no | kind                | registered_on | amount_kr | settled_on | known_at
  ---------+--------+---------------------+---------------+-----------+------------+-----------
  1        | A      | public              | 2015-01-10    | 99        |            | 2015-01-12
  2        | A      | public              | 2023-01-10    | 900       |            | 2023-01-12
  3        | A      | public              | 2023-01-10    | 5000      |            | 2023-01-12
  3        | A      | public              | 2023-01-10    | 5000      | 2024-06-01 | 2024-06-30
  4        | A      | private             | 2022-07-01    | 700       | 2022-08-01 | 2022-08-02
  5        | A      | private             | 2022-06-30    | 700       |            | 2022-07-02
  6        | A      | bankruptcy_petition | 2024-05-10    | 700       |            | 2024-05-11
  6        | A      | bankruptcy_petition | 2024-05-10    | 700       | 2024-06-20 | 2024-07-01
  7        | B      | private             | 2024-07-01    | 700       |            | 2024-07-01
"""


def test_claims_count_while_they_are_open_and_private_ones_when_they_came(
    figures: Figures,
) -> None:
    names = ("public_claims_log", "private_claims_24m", "bankruptcy_petitions_open")

    found = figures(names, enforcement_claims=CLAIMS)
    before = figures(names, AsOf(2024, 6, 1), enforcement_claims=CLAIMS)
    after = figures(names, AsOf(2024, 8, 1), enforcement_claims=CLAIMS)

    # Of the public claims 99 and 900 kr are open: ln(1 + 999). A month before, 5,000 more was.
    assert list(found["A1"].values()) == [round(math.log(1000), 4), 1, 1]
    assert before["A1"]["public_claims_log"] == round(math.log(6000), 4)
    assert after["A1"]["bankruptcy_petitions_open"] == 0
    assert list(found["B1"].values()) == [0, 0, 0]
    assert after["B1"]["private_claims_24m"] == 1
