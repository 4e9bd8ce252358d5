"""`make bench`: every benchmark in turn, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Run each module here that is a command, with the words given; the worst exit code."""
    codes = []
    for path in sorted(HERE.glob("*.py")):
        if path.name.startswith("_") or '__name__ == "__main__"' not in path.read_text("utf-8"):
            continue
        print(f"benchmarks/{path.name}", file=sys.stderr)
        command = [sys.executable, "-m", f"benchmarks.{path.stem}", *sys.argv[1:]]
        codes.append(subprocess.run(command, cwd=HERE.parent, check=False).returncode)
    return max(codes, default=0)


if __name__ == "__main__":
    sys.exit(main())
