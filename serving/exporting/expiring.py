"""Files that were taken out are kept for a day: finds those whose day is over, forgets them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from serving.audit import now

__all__ = ["KEPT", "expired_in", "forget_expired"]

KEPT = timedelta(hours=24)  # a file is made for one errand; who needs it again asks again


def expired_in(folder: Path) -> Sequence[Path]:
    """The files of a folder that were last written more than a day ago."""
    if not folder.is_dir():
        return []
    since = (now() - KEPT).timestamp()
    expired = []
    for path in sorted(folder.iterdir()):
        with suppress(FileNotFoundError):  # another process forgets too
            if path.is_file() and path.stat().st_mtime < since:
                expired.append(path)
    return expired


def forget_expired(folder: Path) -> int:
    """Remove those files; how many they were."""
    expired = expired_in(folder)
    for path in expired:
        path.unlink(missing_ok=True)
    return len(expired)
