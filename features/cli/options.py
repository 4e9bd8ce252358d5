"""The options that many commands share, each worded once."""

from __future__ import annotations

import importlib
from datetime import date
from pathlib import Path

import typer

from features.errors import BadOption

__all__ = ["AS_JSON", "COUNTRY", "EXTRACTS", "WORKSPACE", "beside", "day_of"]

COUNTRY = typer.Option("features.sweden", "--country", help="Module that declares the country.")
WORKSPACE = typer.Option(Path("data"), "--workspace", help="Folder that everything is kept in.")
EXTRACTS = typer.Option(None, "--extracts", help="Folder where deliveries are read.")
AS_JSON = typer.Option(False, "--json", help="One JSON object on standard output.")


def day_of(text: str | None) -> date | None:
    """A day as a person types it; raises `BadOption` for anything but YYYY-MM-DD."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadOption(f"'{text}' is not a date.", "write it as YYYY-MM-DD") from None


def beside(module: str, name: str) -> Path:
    """A generated page lies in the folder of the module that declares the country."""
    return Path(str(importlib.import_module(module).__file__)).parent / name
