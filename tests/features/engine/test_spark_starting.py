"""Whoever asks for Spark where it cannot start is told at once what is missing."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from features.engine.spark.starting import check_master, fault_of_java
from features.errors import BadOption
from serving.cli import main
from tests.drawing import land
from tests.properties.test_no_time_travel import SMALL

WITHOUT_PYSPARK = """
import sys
sys.modules["pyspark"] = None
from serving.cli import main
main(["features", "build", "--as-of", "2024-07-01", "--engine", "spark"])
"""


def port_of_nobody() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.parametrize("master", ["local", "local[2]", "local[*]", "local[2, 3]", "yarn"])
def test_a_master_that_spark_takes_is_taken(master: str) -> None:
    check_master(master)


@pytest.mark.parametrize("master", ["", "local[two]", "http://host:7077", "spark://host", "2"])
def test_what_is_no_master_is_told_with_those_that_are(master: str) -> None:
    with pytest.raises(BadOption, match=r"is not a Spark master") as told:
        check_master(master)

    assert f"'{master}'" in told.value.message
    assert "spark://host:7077" in told.value.hint


def test_one_master_of_several_that_answers_is_enough() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        there = server.getsockname()[1]
        check_master(f"spark://127.0.0.1:{port_of_nobody()},127.0.0.1:{there}")


def test_a_command_whose_master_does_not_answer_ends_with_2_and_says_where_it_asked(
    tmp_path: Path,
) -> None:
    nobody = f"127.0.0.1:{port_of_nobody()}"
    land(tmp_path / "landed" / "sweden", SMALL, {})

    ran = CliRunner().invoke(
        main,
        ["features", "build", "--as-of", "2024-07-01", "--workspace", str(tmp_path)]
        + ["--engine", "spark", "--master", f"spark://{nobody}"],
    )

    assert ran.exit_code == 2
    assert f"No Spark master answers at {nobody}" in ran.stderr
    assert "--master local[*]" in ran.stderr


def test_a_command_without_pyspark_ends_with_2_and_says_how_to_get_it(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_PYSPARK],
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 2
    assert "The second engine is not installed" in ran.stderr
    assert "make spark" in ran.stderr


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('openjdk version "11.0.2" 2019-01-15', "the Java runtime is version 11"),
        ('java version "1.8.0_292"', "the Java runtime is version 8"),
        ('openjdk version "17.0.15" 2025-04-15', ""),
        ('openjdk version "25" 2025-09-16', ""),
        (None, "no Java runtime was found"),
    ],
)
def test_a_java_that_is_missing_or_too_old_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str | None, told: str
) -> None:
    """Another `java` on the path, which answers as Java does when asked for its version."""
    (tmp_path / "sh").symlink_to(str(shutil.which("sh")))
    if said:
        java = tmp_path / "java"
        java.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
        java.chmod(0o755)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert fault_of_java() == told
