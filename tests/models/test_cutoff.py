"""A model ranks no date before all that it has learnt was known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from features.errors import KnownTooLate, NotFound
from features.vocabulary import AsOf
from models.cutoff import check_cutoff, learnt_by


def card(delivered: str, *, last: str = "2025-04-01", embargo: int = 180) -> dict[str, object]:
    """Learnt from dates up to `last`, with labels of a year."""
    return {
        "data": {"delivered_on": delivered},
        "dates": {
            "trained_on": ["2023-04-01", "2023-10-01"],
            "judged_on": ["2024-10-01", last],
            "served_model_also_learnt": ["2024-04-01", "2024-10-01", last],
            "label_timespan_months": 12,
            "embargo_days": embargo,
        },
    }


def test_labels_are_known_as_they_stood_in_the_month_of_the_delivery() -> None:
    # 2025-04-01, a year and 180 days: mature on 2026-09-28, before the delivery.
    assert learnt_by(card("2026-11-03")) == AsOf(2026, 11, 1)


def test_a_last_label_that_matures_after_the_delivery_decides() -> None:
    assert learnt_by(card("2026-03-01")) == AsOf(2026, 10, 1)  # 2026-09-28, the next first
    assert learnt_by(card("2026-03-01", embargo=0)) == AsOf(2026, 4, 1)  # on a first: itself


def test_a_past_date_is_refused_with_what_to_do_and_the_cutoff_itself_is_not(
    tmp_path: Path,
) -> None:
    (tmp_path / "card.json").write_text(json.dumps(card("2026-11-03")), "utf-8")
    check_cutoff(tmp_path, "lykta-sweden 3", AsOf(2026, 11, 1))
    check_cutoff(tmp_path, "lykta-sweden 3", AsOf(2026, 12, 1))
    with pytest.raises(KnownTooLate, match="lykta-sweden 3 .* 2026-11-01.*2026-10-01") as told:
        check_cutoff(tmp_path, "lykta-sweden 3", AsOf(2026, 10, 1))
    assert "2026-10 or before" in told.value.hint


def test_a_model_without_a_card_is_refused_too(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no card"):
        check_cutoff(tmp_path, "lykta-sweden 3", AsOf(2026, 11, 1))
    (tmp_path / "card.json").write_text('{"form": 1}', "utf-8")
    with pytest.raises(NotFound, match="no card"):
        check_cutoff(tmp_path, "lykta-sweden 3", AsOf(2026, 11, 1))
