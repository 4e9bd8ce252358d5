"""A connection that reads the landed registers it is given and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from features.errors import NotFound

__all__ = ["sealed"]


def sealed(
    folder: Path, files: Sequence[Path], *, threads: int = 2, memory: str = "4GB"
) -> duckdb.DuckDBPyConnection:
    """Open an in-memory DuckDB that may read `files` only, and cannot be unlocked.

    Names and addresses lie beside them, audit attributes and the truth elsewhere: no
    definition, however written, can reach any of it. Spilling goes to `folder`/.spill, the one
    place it may write. Raises `NotFound` when there is no `folder`.
    """
    if not folder.is_dir():
        raise NotFound(
            f"There are no landed registers in {folder.as_posix()}.", "run: lykta features load"
        )
    spill = folder / ".spill"
    spill.mkdir(exist_ok=True)
    connection = duckdb.connect()
    for setting, value in (
        ("threads", threads),
        ("memory_limit", memory),
        ("temp_directory", spill.resolve().as_posix()),
        ("enable_progress_bar", False),  # it would write among a command's JSON
        ("preserve_insertion_order", False),
        ("ieee_floating_point_ops", False),  # a division by nought is missing,
        ("error_on_division_by_zero", False),  # neither infinite nor an error
        # It would work ln(x) out once for two expressions, outside the TRY that either has
        # round it: what is missing where it stands alone would then stop the build.
        ("disabled_optimizers", "common_subexpressions"),
        ("arrow_output_version", "1.4"),  # texts as the engine has them, without a copy
        ("produce_arrow_string_view", True),
        ("python_enable_replacements", False),  # a name in SQL is never a variable of ours
        ("autoinstall_known_extensions", False),
        ("autoload_known_extensions", False),
        ("allowed_directories", []),
        ("allowed_paths", [file.resolve().as_posix() for file in files]),
        ("enable_external_access", False),
        ("lock_configuration", True),
    ):
        connection.execute(f"SET {setting} = {_literal(value)}")
    return connection


def _literal(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_literal(part) for part in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"
