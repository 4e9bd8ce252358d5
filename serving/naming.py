"""What people are shown of chosen workplaces: names and addresses, never computed on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from features.country import Country
from features.matrix import Matrix
from features.vocabulary import Words
from serving.targeting.assembling import Facts

__all__ = ["facts_of"]

UNKNOWN = Words("uppgift saknas", "not known")


def facts_of(
    landed: Path, matrix: Matrix, workplaces: Collection[str], country: Country
) -> dict[str, Facts]:
    """The facts of each of `workplaces`, as known at the matrix's as-of date.

    Names and addresses come from the folder that was landed apart, which the engine cannot
    open. A workplace bears its employer's name, and the name on the door beside it.
    """
    frame = matrix.to_pandas().set_index("workplace").loc[list(workplaces)]
    places = _latest(
        landed / "display" / "workplaces.parquet", "workplace", frame.index, matrix
    )
    owners = _latest(
        landed / "display" / "employers.parquet", "employer", set(frame["employer"]), matrix
    )
    found = {}
    for workplace, row in frame.iterrows():
        place, owner = places.get(str(workplace), {}), owners.get(str(row["employer"]), {})
        found[str(workplace)] = Facts(
            name=_name(owner.get("name", ""), place.get("name", "")),
            address=place.get("street_address", ""),
            municipality=_words(country, row, "municipality").sv,
            sector=_words(country, row, "sector"),
            employees=_words(country, row, "size_class"),
        )
    return found


def _name(owner: str, place: str) -> str:
    """The employer's name, and the name on the door where that says something more."""
    if place and owner and place.casefold() not in owner.casefold():
        return f"{owner} ({place})"
    return owner or place or UNKNOWN.sv


def _words(country: Country, row: pd.Series[str], stratum: str) -> Words:
    if stratum not in row.index:
        return UNKNOWN
    code = str(row[stratum])
    return country.strata_words.get(stratum, {}).get(code, Words(code, code))


def _latest(
    file: Path, key: str, wanted: Collection[str], matrix: Matrix
) -> dict[str, dict[str, str]]:
    """The newest standing row of each of `wanted`, by the two clocks."""
    if not file.is_file():
        return {}
    as_of = date(matrix.as_of.year, matrix.as_of.month, matrix.as_of.day)
    among = pc.is_in(pc.field(key), value_set=_texts(wanted))
    known = pc.field("known_at") < as_of
    standing = pc.field("superseded_at").is_null() | (pc.field("superseded_at") >= as_of)
    rows = pq.read_table(file, filters=among & known & standing).to_pandas()
    rows = rows.sort_values(["valid_from", "known_at"]).drop_duplicates(key, keep="last")
    texts = rows.select_dtypes(exclude=[np.number]).drop(columns=[key])
    return {
        str(identity): {name: str(value) for name, value in said.items() if pd.notna(value)}
        for identity, said in zip(rows[key], texts.to_dict("records"), strict=True)
    }


def _texts(wanted: Collection[str]) -> pa.Array:
    return pa.array(sorted(wanted), pa.string())
