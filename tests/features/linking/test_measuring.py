"""Recall and precision of tied pairs, worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from features.linking.measuring import measure

# Rows 0 to 2 are of company A, 3 and 4 of B, row 5 of none that is known.
COMPANY = pd.Series(["A", "A", "A", "B", "B", None])
GROUP = np.array([1, 1, 2, 2, 3, 1])


def test_pairs_of_rows_are_counted_among_those_whose_company_is_known() -> None:
    found = measure(GROUP, COMPANY)

    # True: three pairs in A, one in B. Tied: 0-1 (right) and 2-3 (wrong).
    assert (found.true_pairs, found.tied_pairs) == (4, 2)
    assert (found.recall, found.precision) == (0.25, 0.5)


def test_a_companys_spelling_counts_once_however_many_rows_it_has() -> None:
    spelling = pd.Series(["x", "x", "y", "y", "z", "x"])

    found = measure(GROUP, COMPANY, spelling)

    # A is x and y, B is y and z: one true pair each. Tied: A's y with B's y, wrongly.
    assert (found.true_pairs, found.tied_pairs) == (2, 1)
    assert (found.recall, found.precision) == (0.0, 0.0)


def test_the_interval_holds_the_figure_and_is_narrow_where_companies_are_alike() -> None:
    companies = pd.Series(np.repeat(np.arange(500), 2)).astype(str)
    groups = np.repeat(np.arange(500), 2)
    groups[:100] = np.arange(1_000, 1_100)  # fifty companies of five hundred are not tied

    found = measure(groups, companies)

    low, high = found.recall_between
    assert (found.recall, found.precision) == (0.9, 1.0)
    assert 0.86 < low < 0.9 < high < 0.94
