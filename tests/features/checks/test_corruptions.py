"""Forty-odd spoiled deliveries, every one caught, and told in a sentence that fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.checks.finding import Level
from tests.features.checks.corruptions import CORRUPTIONS, Corruption
from tests.features.checks.deliveries import Delivery


@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda one: one.name)
def test_a_spoiled_delivery_is_caught_with_the_right_sentence(
    corruption: Corruption, delivery: Delivery, tmp_path: Path
) -> None:
    corruption.deliver(delivery, tmp_path)

    found = delivery.checked(tmp_path, corruption.register).findings

    told = [finding.says.en for finding in found if finding.level is not Level.NOTE]
    assert any(corruption.says in sentence for sentence in told), told


def test_there_are_forty_or_more_and_no_two_alike() -> None:
    assert len({one.name for one in CORRUPTIONS}) == len(CORRUPTIONS) >= 40
