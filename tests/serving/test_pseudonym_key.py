"""The key of pseudonyms: whole from its first moment, one for all, and never a short one."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from features.errors import LyktaError
from serving.access.pseudonyms import pseudonym_key


def test_all_who_ask_first_at_once_get_the_same_whole_key(tmp_path: Path) -> None:
    for number in range(20):
        path = tmp_path / str(number) / "pseudonym-key"
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(pseudonym_key, [path] * 8))
        assert [len(key) for key in keys] == [32]
        assert [one.name for one in path.parent.iterdir()] == ["pseudonym-key"]
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_of_another_length_is_refused(tmp_path: Path, length: int) -> None:
    path = tmp_path / "pseudonym-key"
    path.write_bytes(b"k" * length)
    with pytest.raises(LyktaError, match=f"{length} bytes"):
        pseudonym_key(path)
    assert path.read_bytes() == b"k" * length
