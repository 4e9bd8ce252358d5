"""A run knows its code by content: any change is another version, a moved folder is not."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from models.code_version import code_version, digest_of_sources


def floor_in(folder: Path) -> Path:
    floor = folder / "models"
    (floor / "inner").mkdir(parents=True)
    (floor / "one.py").write_text("ONE = 1\n", "utf-8")
    (floor / "inner" / "two.toml").write_text("two = 2\n", "utf-8")
    return floor


def test_a_changed_a_new_and_a_renamed_source_are_each_another_version(tmp_path: Path) -> None:
    floor = floor_in(tmp_path)
    seen = [digest_of_sources([floor])]

    (floor / "inner" / "two.toml").write_text("two = 3\n", "utf-8")
    seen.append(digest_of_sources([floor]))
    (floor / "three.py").touch()
    seen.append(digest_of_sources([floor]))
    (floor / "three.py").rename(floor / "four.py")
    seen.append(digest_of_sources([floor]))

    assert len(set(seen)) == 4


def test_the_same_sources_elsewhere_with_pages_and_caches_are_the_same_version(
    tmp_path: Path,
) -> None:
    floor = floor_in(tmp_path)
    moved = shutil.copytree(floor, tmp_path / "elsewhere" / "models")
    (moved / "README.md").write_text("# models", "utf-8")
    (moved / "one.cpython-311.pyc").write_bytes(b"compiled")

    assert digest_of_sources([floor]) == digest_of_sources([moved])


def test_our_own_version_is_a_hash_that_stays_within_a_process() -> None:
    assert re.fullmatch("[0-9a-f]{64}", code_version())
    assert code_version() == code_version()
