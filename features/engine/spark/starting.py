"""What must be there before Spark can start: a master's address, a host that answers, Java."""

from __future__ import annotations

import re
import socket
import subprocess

from features.errors import BadOption

__all__ = ["check_master", "fault_of_java"]

# As `spark-submit` takes them, but for local-cluster, which is for Spark's own tests.
HOST = r"([^\s:,/]+|\[[0-9a-fA-F:]+\]):\d+"
MASTER = re.compile(rf"local(\[(\d+|\*)(,\s*\d+)?\])?|yarn|k8s://\S+|spark://{HOST}(,{HOST})*")
OLDEST_JAVA = 17  # Spark 4's own
PATIENCE_SECONDS = 10  # Spark itself would ask in vain for three minutes
# The Java that Spark's own start script would take, which goes by JAVA_HOME first.
WHICH_JAVA = '"${JAVA_HOME:+$JAVA_HOME/bin/}java" -version'


def check_master(master: str) -> None:
    """Raise `BadOption` when `master` is no address of a Spark, or nothing answers there.

    Only standalone masters (spark://) are knocked at: one of several is enough.
    """
    if not MASTER.fullmatch(master):
        raise BadOption(
            f"'{master}' is not a Spark master.",
            "write local[2] (two cores of this machine), local[*] (all of them),"
            " spark://host:7077, yarn or k8s://https://host:443",
        )
    hosts = master.removeprefix("spark://").split(",") if master.startswith("spark") else []
    silent = [host for host in hosts if not _answers(host)]
    if hosts and silent == hosts:
        raise BadOption(
            f"No Spark master answers at {' or '.join(silent)}"
            f" (asked for up to {PATIENCE_SECONDS} seconds each).",
            "start the master, mend the address, or use this machine alone: --master local[*]",
        )


def fault_of_java() -> str:
    """What is wrong with the Java that Spark would run on, in words; empty when nothing is."""
    try:
        found = subprocess.run(
            ["sh", "-c", WHICH_JAVA], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""  # nothing could be learnt of it
    said = re.search(r'version "(?:1\.)?(\d+)', found.stderr)
    if found.returncode or not said:
        return "no Java runtime was found"
    if int(said[1]) < OLDEST_JAVA:
        return f"the Java runtime is version {said[1]}"
    return ""


def _answers(host: str) -> bool:
    name, _, port = host.rpartition(":")
    try:
        with socket.create_connection((name.strip("[]"), int(port)), timeout=PATIENCE_SECONDS):
            return True
    except (OSError, OverflowError):
        return False
