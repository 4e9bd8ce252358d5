"""The house stands: names, sizes and doors that no other tool holds."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("features", "models", "serving", "examples")
LONGEST_MODULE = 300  # lines; a longer one holds two purposes (CONTRIBUTING.md, "Modules")

# Written in two halves, so that this file does not name what it looks for.
REGISTRY_HOSTS = tuple(
    "".join(halves)
    for halves in (
        ("pypi", ".org"),
        ("files.python", "hosted.org"),
        ("registry.npm", "js.org"),
        ("registry.yarn", "pkg.com"),
        ("conda.anaconda", ".org"),
        ("deb.debian", ".org"),
        ("archive.ubuntu", ".com"),
    )
)


def modules() -> list[Path]:
    """Every module of every floor."""
    return sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))


def name(path: Path) -> str:
    """A path as it is written from the checkout's top."""
    return path.relative_to(ROOT).as_posix()


def files_in_git() -> list[Path]:
    """Files that git keeps or is about to be asked to; a plain copy without git has none."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout, so there is nothing that git keeps")
    paths = (ROOT / part for part in listed.decode().split("\0") if part)
    return [path for path in paths if path.is_file()]


def environment_reads(source: str) -> Iterator[int]:
    """Lines of `source` that reach for the process's environment."""
    doors = {"environ", "environb", "getenv", "getenvb", "putenv"}
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="os"), attr=word) if word in doors:
                yield node.lineno
            case ast.ImportFrom(module="os") if doors & {alias.name for alias in node.names}:
                yield node.lineno


@pytest.mark.parametrize("floor", [*FLOORS, "tests"])
def test_each_floor_is_imported_from_this_checkout(floor: str) -> None:
    """Another distribution with a top-level `models` would win over ours in silence."""
    found = importlib.import_module(floor).__file__

    assert found is not None
    assert Path(found).resolve() == ROOT / floor / "__init__.py"


def test_no_notebook_shadows_a_floor() -> None:
    """A script's own folder comes first when it imports."""
    shadows = {f"{floor}.py" for floor in FLOORS} | set(FLOORS)

    assert [name(p) for p in (ROOT / "notebooks").rglob("*") if p.name in shadows] == []


def test_every_folder_of_tests_and_floors_is_a_package() -> None:
    """A lone tests/features without a doorplate above it takes over the name `features`."""
    folders = {
        path.parent for floor in (*FLOORS, "tests") for path in (ROOT / floor).rglob("*.py")
    }

    assert [name(f) for f in sorted(folders) if not (f / "__init__.py").exists()] == []


def test_no_module_is_longer_than_a_room_should_be() -> None:
    lengths = {name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in modules()}

    assert {path: n for path, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_every_module_opens_with_what_it_holds() -> None:
    silent = [
        name(p) for p in modules() if not ast.get_docstring(ast.parse(p.read_text("utf-8")))
    ]

    assert silent == []


def test_only_settings_read_the_environment() -> None:
    allowed = ROOT / "serving" / "settings.py"
    reads = [
        f"{name(path)}:{line}"
        for path in modules()
        if path != allowed
        for line in environment_reads(path.read_text(encoding="utf-8"))
    ]

    assert reads == []


@pytest.mark.parametrize(
    "source",
    ["import os\nos.environ['A']", "import os\nos.getenv('A')", "from os import environ as e"],
)
def test_a_read_of_the_environment_is_noticed(source: str) -> None:
    assert list(environment_reads(source)) != []


def test_no_file_names_a_package_registry() -> None:
    """Whoever installs us uses the registry or mirror that their own tools are set up with."""
    hosts = re.compile("|".join(re.escape(host) for host in REGISTRY_HOSTS).encode())

    assert [name(path) for path in files_in_git() if hosts.search(path.read_bytes())] == []


def test_the_lock_pins_every_package_with_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", lock)[1:]

    assert len(entries) > 50
    assert [entry.split()[0] for entry in entries if "==" not in entry.split()[0]] == []
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_brings_no_gpu_libraries() -> None:
    """They weigh gigabytes and nothing here uses them."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    heavy = r"(?m)^(torch|triton|nvidia-\S+|cuda-\S+|tensorflow|jax\S*)=="

    assert re.findall(heavy, lock) == []
