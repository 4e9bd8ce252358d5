"""What tests in several folders share: options, and one Spark session for the whole run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many boosters the kernel of explanations is held against LightGBM on."""
    parser.addoption("--boosters", type=int, default=200, help="boosters to explain (200)")


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Two cores of this machine, opened once; every `SparkRegisters` of the run uses it.

    Not skipped where Spark or Java is missing: `make test` brings both, so that is a fault.
    """
    from features.engine.spark.session import open_session

    session = open_session(
        "local[2]",
        spill=tmp_path_factory.mktemp("spill"),
        memory="2GB",
        # Every question is asked once or twice: to compile its program twice over, the second
        # time for speed, as Java does for what runs for hours, is never earned back.
        java_options="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=240m",
        more={"spark.sql.shuffle.partitions": "1"},
    )
    yield
    session.stop()
