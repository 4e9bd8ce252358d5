"""Frozen explanations of a whole cohort, in columns: read by workplace or by feature."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from features.country import Country
from features.errors import LyktaError, NotFound
from features.reasons.catalogue import ReasonCatalogue, catalogue_from_json
from models.explanation import Explanation
from models.telling import Beside, Teller

__all__ = ["AMOUNT", "KNOWN", "VALUE", "Frozen", "Identity", "content_of"]

Floats = npt.NDArray[np.float64]
VALUE, AMOUNT, KNOWN = "value.", "amount.", "known."  # how the columns of a kind begin
ROWS, PEERS, CATALOGUE, FACTS = (
    "explanations.parquet",
    "peers.parquet",
    "reasons.json",
    "explanations.json",
)


@dataclass(frozen=True)
class Identity:
    """All that decides the bytes of frozen explanations, by digest.

    `code` is empty in what was frozen before it was told: such an explanation is read as it
    stands, and is another than one made now.
    """

    country: str
    as_of: str
    model: str
    snapshot: str
    catalogue: str
    libraries: str
    code: str = ""

    @property
    def key(self) -> str:
        """What the folder is called."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:16]

    def changed(self, other: Identity) -> tuple[str, ...]:
        """The parts in which two identities differ."""
        mine, theirs = asdict(self), asdict(other)
        return tuple(name for name in mine if mine[name] != theirs[name])


class Frozen:
    """The explanations of one cohort, as one model gave them from one snapshot.

    `explanations.parquet` holds a row per workplace, in the matrix's order: `workplace`,
    `employer`, `group` (a row of `peers.parquet`), `base`, `score`, and of each feature its
    `value.` (32 bits) and `amount.` (64 bits), of each register the day it was last `known.`
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / FACTS).is_file():
            raise NotFound(
                f"There are no frozen explanations in {folder.name}.",
                "run: lykta explain WORKPLACE --as-of DATE, which freezes the whole cohort",
            )
        self.folder = folder
        self.facts: dict[str, Any] = json.loads((folder / FACTS).read_text("utf-8"))
        self.identity = Identity(**self.facts["identity"])
        self.features: tuple[str, ...] = tuple(self.facts["features"])

    def __len__(self) -> int:
        return int(self.facts["rows"])

    @cached_property
    def catalogue(self) -> ReasonCatalogue:
        """The words as they were."""
        return catalogue_from_json((self.folder / CATALOGUE).read_text("utf-8"))

    @cached_property
    def workplaces(self) -> pa.Array:
        """Every workplace, in the order of rows."""
        return self.columns(["workplace"]).column("workplace").combine_chunks()

    @cached_property
    def scores(self) -> Floats:
        """Every priority, in the order of rows."""
        return np.asarray(self.columns(["score"]).column("score").to_numpy(), dtype=np.float64)

    def columns(self, names: Sequence[str]) -> pa.Table:
        """Some columns of every row."""
        return pq.read_table(self.folder / ROWS, columns=list(names))

    def amounts(self) -> Iterator[Floats]:
        """(rows, features) contributions, a block at a time, every row of the cohort."""
        wanted = [AMOUNT + name for name in self.features]
        with pq.ParquetFile(self.folder / ROWS) as file:
            for number in range(file.num_row_groups):
                yield _matrix(file.read_row_group(number, columns=wanted), wanted)

    def explanations(
        self, workplaces: Collection[str], country: Country
    ) -> dict[str, Explanation]:
        """Those of some workplaces. Raises `NotFound` where one is not of the cohort."""
        wanted = list(dict.fromkeys(workplaces))
        places = pc.index_in(pa.array(wanted, pa.string()), self.workplaces)
        if places.null_count:
            raise NotFound(
                f"{places.null_count} of {len(wanted)} workplaces are not in the cohort of"
                f" {self.identity.as_of}.",
                "give the workplace's own number; lykta features build tells who is ranked",
            )
        teller = Teller(self.features, country, self.catalogue)
        rows = self._rows(places.to_numpy(zero_copy_only=False))
        return {one: self._told(teller, rows[n]) for n, one in enumerate(wanted)}

    def _rows(self, places: npt.NDArray[np.int64]) -> list[pa.Table]:
        """Each row as a table of one, reading only the blocks they lie in."""
        found: dict[int, pa.Table] = {}
        with pq.ParquetFile(self.folder / ROWS) as file:
            sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
            ends = np.cumsum(sizes)
            blocks = np.searchsorted(ends, places, side="right")
            for number in np.unique(blocks):
                table = file.read_row_group(int(number))
                begins = int(ends[number]) - sizes[number]
                for row in np.flatnonzero(blocks == number):
                    found[int(row)] = table.slice(int(places[row]) - begins, 1)
        return [found[row] for row in range(len(places))]

    def _told(self, teller: Teller, row: pa.Table) -> Explanation:
        said = row.to_pylist()[0]
        group = said["group"]
        known: dict[str, date | None] = {
            name.removeprefix(KNOWN): day for name, day in said.items() if name[:6] == KNOWN
        }
        return teller.explanation(
            workplace=said["workplace"],
            as_of=self.identity.as_of,
            model=self.identity.model,
            base=said["base"],
            score=said["score"],
            values=np.array([said[VALUE + name] for name in self.features], dtype=np.float32),
            amounts=np.array([said[AMOUNT + name] for name in self.features]),
            beside=Beside(
                usual=self._peers[0][group],
                having=self._peers[1][group],
                known=known,
                silent=frozenset(self.facts["silent"]),
            ),
        )

    @cached_property
    def _peers(self) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        table = pq.read_table(self.folder / PEERS)
        median = _matrix(table, [f"median.{name}" for name in self.features])
        having = _matrix(table, [f"having.{name}" for name in self.features])
        return median.astype(np.float32), having.astype(np.float32)

    def check(self) -> None:
        """Raises `LyktaError` when a file is not what was frozen."""
        found = content_of(self.folder)
        wrong = [
            name for name, digest in self.facts["content"].items() if found[name] != digest
        ]
        if wrong:
            raise LyktaError(
                f"Of frozen explanations of {self.identity.as_of}, {', '.join(wrong)} changed"
                " since they were frozen.",
                "restore the folder, or remove it and freeze anew: same digests, same bytes",
            )


def content_of(folder: Path) -> dict[str, str]:
    """SHA-256 of each file that was frozen."""
    found = {}
    for name in (ROWS, PEERS, CATALOGUE):
        with (folder / name).open("rb") as file:
            found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _matrix(table: pa.Table, names: Sequence[str]) -> Floats:
    """(rows, names) of some columns, NaN where null."""
    found = np.empty((table.num_rows, len(names)))
    for number, name in enumerate(names):
        found[:, number] = table.column(name).to_numpy()
    return found
