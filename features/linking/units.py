"""Rows gathered into units: what is written alike, in the same place and trade, is one unit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
from numpy.typing import NDArray

from features.errors import DeliveryRefused
from features.linking.declaring import Ties
from features.linking.naming import Written, read_name

__all__ = ["Units", "read_truth", "read_units"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Units:
    """One entry per unit: its spelling, and codes for city, postcode, area and trade.

    A code of -1 is unknown. `unit_of_row` places each row of the file (-1 where it has no
    name, so that it can be tied to nothing). `rows` are the rows' own keys.
    """

    rows: pd.Series
    unit_of_row: Ints
    written: list[Written]
    is_shared: NDArray[np.bool_]
    spelling: Ints
    city: Ints
    postcode: Ints
    area: Ints
    trade: Ints
    city_names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.spelling)


def read_units(folder: Path, ties: Ties) -> Units:
    """Read the declared columns, and no other. Raises `DeliveryRefused` where one lacks."""
    frame = _columns(folder, ties, ties.read)
    rows = frame[ties.row]
    if rows.duplicated().any() or rows.isna().any():
        raise DeliveryRefused(
            f"{ties.file}: {int(rows.duplicated().sum())} of {len(rows)} rows have a"
            f" '{ties.row}' that another row has too, {int(rows.isna().sum())} have none.",
            f"'{ties.row}' must tell rows apart",
        )
    name = frame[ties.name].fillna("").str.split().str.join(" ")
    city = frame[ties.city].str.upper().str.replace(r"[^A-Z ]", "", regex=True).str.strip()
    postcode = frame[ties.postcode].str.replace(r"\D", "", regex=True).str[:5]
    trade = frame[ties.trade].mask(frame[ties.trade].isin(ties.unknown_trades))
    told = pd.DataFrame(
        {"name": name, "city": city.replace("", None), "postcode": postcode, "trade": trade}
    )
    told.loc[told["postcode"] == "", "postcode"] = None
    unit_of_row, _ = pd.factorize(
        told.assign(name=name.str.upper()).fillna("").agg("\x1f".join, axis=1)
    )
    first = told.assign(unit=unit_of_row).drop_duplicates("unit").reset_index(drop=True)
    every, spellings = pd.factorize(first["name"])
    read, is_shared = read_name(list(spellings), ties.naming)
    telling = np.array([bool(one.names) for one in read], dtype=bool)
    kept = telling[every]
    unit = np.where(kept[unit_of_row], (np.cumsum(kept) - 1)[unit_of_row], -1)
    first, spelling = first[kept], (np.cumsum(telling) - 1)[every[kept]]
    city_code, _ = pd.factorize(first["city"].str.replace(" ", ""))
    return Units(
        rows=rows,
        unit_of_row=np.asarray(unit, dtype=np.int64),
        written=[one for one in read if one.names],
        is_shared=is_shared[telling],
        spelling=np.asarray(spelling, dtype=np.int64),
        city=np.asarray(city_code, dtype=np.int64),
        postcode=_codes(first["postcode"]),
        area=_codes(first["postcode"].str[: ties.area_digits]),
        trade=_codes(first["trade"]),
        city_names=tuple(str(c) for c in first["city"].dropna()),
    )


def read_truth(folder: Path, ties: Ties) -> pd.Series:
    """The company number per row, missing where it is blank; read to learn and to measure."""
    return _columns(folder, ties, (ties.truth,))[ties.truth].replace("", None)


def _codes(values: pd.Series) -> Ints:
    return np.asarray(pd.factorize(values)[0], dtype=np.int64)


def _columns(folder: Path, ties: Ties, wanted: tuple[str, ...]) -> pd.DataFrame:
    path = folder / ties.file
    if not path.is_file():
        raise DeliveryRefused(
            f"The file '{ties.file}' is not in the folder of extracts.",
            "give --extracts the folder that holds it; the example's README says where it"
            " comes from",
        )
    lacking = sorted(set(wanted) - set(pq.read_schema(path).names))
    if lacking:
        raise DeliveryRefused(
            f"{ties.file} lacks {len(lacking)} column(s): {', '.join(lacking)}.",
            "tying needs: " + ", ".join(ties.read),
        )
    frame: pd.DataFrame = pq.read_table(path, columns=list(wanted)).to_pandas()
    for name in wanted:
        if name != ties.row:
            frame[name] = frame[name].astype("str").where(frame[name].notna(), None)
    return frame
