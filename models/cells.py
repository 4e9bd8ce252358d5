"""One challenger on one split: its figures, kept under the hash of all that decides them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy.stats import rankdata

from features.matrix import Matrix
from models.challenger_names import FIGURES
from models.evaluation import Question
from models.figures import auc, average_precision
from models.labels import Labelled
from models.recipe import Recipe
from models.splits import TimeSplit
from models.ties import Cut, cut
from models.topk import Asked, Top, top

__all__ = [
    "Cell",
    "Shelf",
    "by_percent",
    "content_of",
    "content_of_matrix",
    "figures_of",
    "identity_of",
    "listed",
    "score_digest",
    "without_figures",
]

Floats = npt.NDArray[np.float64]
PERCENT = 100  # parts of the order that controls and findings are kept by


@dataclass(frozen=True)
class Cell:
    """What one challenger did on one split.

    `figures` by the names of `models.challenger_names.FIGURES`, None where there is none;
    `listed` the workplaces that are surely in the top of their centre; `by_percent` the
    controls and findings in each hundredth of the order, the best first; `scores` the digest
    of every score to the bit. `why` says why there is no figure at all, where nothing could be
    learnt.
    """

    challenger: str
    as_of: str
    figures: Mapping[str, float | None]
    listed: tuple[str, ...]
    by_percent: tuple[tuple[int, int], ...]
    scores: str
    seconds: float
    why: str = ""


@dataclass(frozen=True)
class Shelf:
    """A folder of finished cells. A cell is written whole or not at all."""

    folder: Path

    def find(self, identity: str) -> Cell | None:
        """The finished cell of that identity; None when it is yet to be made."""
        try:
            said = json.loads((self.folder / f"{identity}.json").read_text("utf-8"))
        except FileNotFoundError:
            return None
        parts = tuple((controls, findings) for controls, findings in said["by_percent"])
        return Cell(**{**said, "listed": tuple(said["listed"]), "by_percent": parts})

    def keep(self, identity: str, cell: Cell) -> None:
        """Write a cell beside its place and move it there, so that a kill leaves no half."""
        self.folder.mkdir(parents=True, exist_ok=True)
        place = self.folder / f"{identity}.json"
        beside = place.with_suffix(f".{os.getpid()}.part")
        beside.write_text(json.dumps(asdict(cell), ensure_ascii=False), "utf-8")
        beside.replace(place)


def identity_of(
    challenger: str,
    split: TimeSplit,
    recipe: Recipe,
    versions: Mapping[str, str],
    content: Mapping[str, str],
) -> str:
    """The hash of recipe, split, versions (code, libraries) and content of every row read."""
    said = {
        "challenger": challenger,
        "recipe": recipe.digest,
        "split": [str(split.before), str(split.after), split.embargo_days],
        "versions": dict(versions),
        "content": dict(content),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def content_of_matrix(matrix: Matrix, features: Sequence[str]) -> str:
    """The hash of a cohort: its rows, every value, every rival's order."""
    said = hashlib.blake2b(digest_size=20)
    for name in features:
        column = matrix.frame.column(name).to_numpy(zero_copy_only=False)
        said.update(np.ascontiguousarray(column, dtype=np.float32).data)
    for name in ("workplace", "employer", "centre"):
        _tell(matrix.frame.column(name), said)
    for name in matrix.rivals.column_names:
        _tell(matrix.rivals.column(name), said)
    return said.hexdigest()


def _tell(column: pa.ChunkedArray, said: hashlib.blake2b) -> None:
    """Let a hash read a column, whatever chunks and coding it lies in; a hole is no empty text.

    Figures as 64 bits; of texts their lengths, and then the bytes of all one after another.
    """
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        figures = column.to_numpy(zero_copy_only=False)
        said.update(np.ascontiguousarray(figures, dtype=np.float64).data)
        return
    texts = column.cast(pa.string())
    lengths = pc.fill_null(pc.binary_length(texts), -1).to_numpy()
    said.update(np.ascontiguousarray(lengths, dtype=np.int32).data)
    for chunk in pc.fill_null(texts, "").chunks:
        _, places, text = chunk.buffers()
        if text is None or not len(chunk):
            continue
        ends = np.frombuffer(places, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
        said.update(memoryview(text)[ends[0] : ends[-1]])


def content_of(cohort: str, labelled: Labelled) -> str:
    """The hash of a labelled cohort, out of the cohort's own and its outcomes."""
    said = hashlib.blake2b(cohort.encode(), digest_size=20)
    for column in (labelled.found, labelled.severity, labelled.random, labelled.inclusion):
        said.update(column.tobytes())
    return said.hexdigest()


def score_digest(scores: Floats) -> str:
    """The hash of scores to the bit."""
    return hashlib.sha256(scores.tobytes()).hexdigest()


def figures_of(scores: Floats, question: Question) -> dict[str, float | None]:
    """The figures of one ranking without resamples, by name."""
    members, cuts = _lists(scores, question)
    asked = Asked(question.outcome, question.severity, question.selection)
    found: Top = top(cuts, members, asked)
    figures: dict[str, float | None] = {
        "precision": found.precision.labelled.value,
        "precision_lower": found.precision.lower,
        "precision_upper": found.precision.upper,
        "precision_weighted": found.precision.weighted.value,
        "recall": found.recall.labelled.value,
        "severity": found.severity.labelled.value,
        "auc": auc(scores, question.outcome),
        "average_precision": average_precision(scores, question.outcome),
    }
    return {
        name: None if value is None or np.isnan(value) else float(value)
        for name, value in figures.items()
    }


def listed(scores: Floats, question: Question, workplaces: Sequence[str]) -> tuple[str, ...]:
    """Who is surely in the top of their list, whatever order ties come in."""
    members, cuts = _lists(scores, question)
    sure = [rows[one.chance == 1.0] for rows, one in zip(members, cuts, strict=True)]
    return tuple(sorted(workplaces[row] for rows in sure for row in rows))


def by_percent(scores: Floats, outcome: Floats) -> tuple[tuple[int, int], ...]:
    """Controls and findings in each hundredth of the cohort's order, the best first.

    Equal scores share a hundredth: the one that the middle of the tie falls in.
    """
    place = (rankdata(-scores) - 0.5) / max(len(scores), 1)
    part = np.minimum((PERCENT * place).astype(np.int64), PERCENT - 1)
    known = ~np.isnan(outcome)
    controls = np.bincount(part[known], minlength=PERCENT)
    findings = np.bincount(part[known], weights=outcome[known], minlength=PERCENT)
    return tuple((int(n), int(found)) for n, found in zip(controls, findings, strict=True))


def without_figures(challenger: str, split: TimeSplit, why: str) -> Cell:
    """The cell of a challenger that could not learn on a split, with the reason."""
    nothing = dict.fromkeys(FIGURES)
    return Cell(challenger, split.after[0].isoformat(), nothing, (), (), "", 0.0, why)


def _lists(scores: Floats, question: Question) -> tuple[list[npt.NDArray[np.int64]], list[Cut]]:
    members = [np.flatnonzero(question.lists == n) for n in np.unique(question.lists)]
    return members, [cut(scores[rows], question.capacity) for rows in members]
