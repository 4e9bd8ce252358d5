"""What tests in several folders share: options, their order, and one Spark session a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many boosters the kernel of explanations is held against LightGBM on."""
    parser.addoption("--boosters", type=int, default=200, help="boosters to explain (200)")


# Whole countries take minutes, so they begin first: a core that meets one last would keep the
# other waiting. Everything else follows in the order of the folders.
LONG_FIRST = ("flows", "properties", "notebooks", "examples")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest first, and of that what asks Spark."""
    tests = Path(__file__).parent

    def turn(item: pytest.Item) -> int:
        folder = item.path.relative_to(tests).parts[0]
        long = LONG_FIRST.index(folder) if folder in LONG_FIRST else len(LONG_FIRST)
        return -1 if "spark" in getattr(item, "fixturenames", ()) else long

    # A file stays together: its tests share what is costly to make.
    first: dict[Path, int] = {}
    for item in items:
        first[item.path] = min(first.get(item.path, turn(item)), turn(item))
    items.sort(key=lambda item: first[item.path])


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
