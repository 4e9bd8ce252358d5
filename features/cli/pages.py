"""Commands that tell what is declared: describe a feature, write the reference pages."""

from __future__ import annotations

from pathlib import Path

import typer

from features.cli.options import AS_JSON, COUNTRY, WORKSPACE, beside
from features.console import answer, command

__all__ = ["app"]

app = typer.Typer()
TYPICAL = "typical.json"


@app.command()
@command
def describe(
    name: str | None = typer.Argument(None, help="A feature's name; without one, all of them."),
    country: str = COUNTRY,
    as_json: bool = AS_JSON,
) -> None:
    """Say what a feature is: meaning, definition, registers, owner, ground, flag."""
    from dataclasses import asdict

    from features.catalogue import catalogue
    from features.catalogue import describe as describe_one
    from features.country import read_country
    from features.typical import read_typical

    declared = read_country(country)
    if name is None:
        entries = catalogue(declared)
        rows = [(e.name, e.sv, e.unit, e.flag, e.direction) for e in entries]
        answer(
            {"features": [asdict(entry) for entry in entries]},
            as_json=as_json,
            columns=("feature", "betydelse", "enhet", "flag", "direction"),
            rows=rows,
        )
        return
    _, typical = read_typical(beside(country, TYPICAL))
    said = asdict(describe_one(declared, name, typical))
    rows_of_one = [
        (key, "\n".join(map(_cell, value)) if isinstance(value, tuple) else value)
        for key, value in said.items()
        if value
    ]
    answer(said, as_json=as_json, columns=("", ""), rows=rows_of_one)


def _cell(value: object) -> str:
    return ": ".join(map(str, value)) if isinstance(value, tuple) else str(value)


@app.command(name="catalogue")
@command
def write_catalogue(
    country: str = COUNTRY,
    into: Path | None = typer.Option(None, "--into", help="File to write."),
    html: Path | None = typer.Option(None, "--html", help="Write one HTML page here instead."),
    language: str = typer.Option("sv", help="Language of the HTML page: sv or en."),
    as_json: bool = AS_JSON,
) -> None:
    """Write CATALOGUE.md: every feature, beside the country's module."""
    from features.catalogue import catalogue_page
    from features.catalogue_html import catalogue_html
    from features.country import read_country
    from features.typical import read_typical

    declared = read_country(country)
    world, typical = read_typical(beside(country, TYPICAL))
    path = html or into or beside(country, "CATALOGUE.md")
    if html:
        page = catalogue_html(declared, language, world=world, typical=typical)
    else:
        page = catalogue_page(declared, world, typical)
    path.write_text(page, "utf-8")
    shown = sum(not feature.part for feature in declared.features)
    answer({"written": path, "features": shown}, as_json=as_json)


@app.command(name="typical")
@command
def write_typical_values(
    as_of: str = typer.Option(..., "--as-of", help="A date whose matrix is built."),
    world: str = typer.Option(..., "--world", help="Whose registers these are, in words."),
    country: str = COUNTRY,
    workspace: Path = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Keep every feature's typical values beside the country's module, for the catalogue."""
    from features.country import read_country
    from features.snapshots import newest_matrix
    from features.typical import write_typical
    from features.vocabulary import AsOf

    declared = read_country(country)
    matrix = newest_matrix(workspace, declared.name, AsOf.parse(as_of))
    path = beside(country, TYPICAL)
    write_typical(declared, matrix, world, path)
    answer({"written": path, "features": len(matrix.features)}, as_json=as_json)


@app.command(name="registers")
@command
def write_registers(
    country: str = COUNTRY,
    into: Path | None = typer.Option(None, "--into", help="File to write."),
    as_json: bool = AS_JSON,
) -> None:
    """Write REGISTERS.md: every register, beside the country's module."""
    from features.country import read_country
    from features.registers.pages import registers_page

    path = into or beside(country, "REGISTERS.md")
    declared = read_country(country)
    path.write_text(registers_page(declared), "utf-8")
    answer({"written": path, "registers": len(declared.tables)}, as_json=as_json)


@app.command(name="authorities")
@command
def write_authorities(
    country: str = COUNTRY,
    into: Path | None = typer.Option(None, "--into", help="File to write."),
    as_json: bool = AS_JSON,
) -> None:
    """Write AUTHORITIES.md: what each authority delivers, and what is never received."""
    from features.country import read_country
    from features.registers.authority_pages import authorities_page

    path = into or beside(country, "AUTHORITIES.md")
    declared = read_country(country)
    path.write_text(authorities_page(declared), "utf-8")
    owners = {table.authority for table in declared.tables}
    answer({"written": path, "authorities": len(owners)}, as_json=as_json)


@app.command(name="codes")
@command
def write_codes(
    country: str = COUNTRY,
    into: Path | None = typer.Option(None, "--into", help="File to write."),
    as_json: bool = AS_JSON,
) -> None:
    """Write CODES.md: every dated code table, beside the country's module."""
    from features.country import read_country
    from features.registers.codes_page import codes_page

    path = into or beside(country, "CODES.md")
    declared = read_country(country)
    path.write_text(codes_page(declared), "utf-8")
    answer({"written": path, "lists": len(declared.code_lists)}, as_json=as_json)
