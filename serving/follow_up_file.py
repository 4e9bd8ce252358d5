"""The figures of a follow-up as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io

from models.intervals import Figure
from serving.follow_up import LEAST, Rate
from serving.pages.follow_up_page import left_words
from serving.pages.rendering import Reader
from serving.planning.following import Followed
from serving.store.followed import MATURE_DAYS

__all__ = ["follow_up_csv"]


def follow_up_csv(told: Followed, reader: Reader, *, mature_only: bool) -> bytes:
    """The tables as CSV that Excel opens right, with what they assume below them.

    UTF-8 with a mark, `;`, decimal commas in Swedish. Above stand secrecy, centre, weeks, for
    what it was read, and that data are invented if they are.
    """
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerow([reader.text("footer.secrecy")])
    if told.provenance is not None and told.provenance.invented:
        rows.writerow([reader.text("notice.invented")])
    outcomes = reader.text("follow.mature" if mature_only else "follow.every")
    centre = told.centre.name if told.centre else ""
    rows.writerow([centre, str(told.first or ""), str(told.last or ""), outcomes])
    rows.writerow([reader.purpose, told.today.isoformat()])
    rows.writerow([])
    share = reader.text("follow.share")
    rows.writerow(
        [
            reader.text("follow.kind"),
            reader.text("follow.visits"),
            reader.text("follow.hits"),
            *_columns(share),
            *_columns(reader.text("follow.several")),
        ]
    )
    for row in told.figures.rows:
        cells = (*_counts(row.any), *_ends(row.any.share, reader))
        rows.writerow(
            [reader.text(f"follow.{row.name}"), *cells, *_ends(row.several.share, reader)]
        )
    rows.writerow([])
    rows.writerow(
        [
            reader.text("follow.band"),
            reader.text("follow.promised"),
            reader.text("follow.visits"),
            reader.text("follow.hits"),
            *_columns(reader.text("follow.found")),
            reader.text("follow.holds"),
        ]
    )
    for band in told.figures.bands:
        word = {True: "yes", False: "no", None: "unknown"}[band.holds]
        rows.writerow(
            [
                reader.text(f"band.{band.band}"),
                _number(band.promised, reader),
                *_counts(band.found),
                *_ends(band.found.share, reader),
                reader.text(f"follow.holds.{word}"),
            ]
        )
    rows.writerow([])
    rows.writerow([reader.text("follow.left")])
    for status, reason, count in told.figures.left_out:
        rows.writerow([left_words(status, reason, reader), count])
    rows.writerow([])
    rows.writerow([reader.text("follow.assumes")])
    for key in ("checked", "several", "mature", "chosen", "teams", "method", "people"):
        said = reader.text(f"follow.assumes.{key}", days=MATURE_DAYS, least=LEAST)
        rows.writerow([said])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _columns(name: str) -> tuple[str, ...]:
    """A share, and the ends of its interval."""
    return (name, f"{name} \N{GREATER-THAN OR EQUAL TO}", f"{name} \N{LESS-THAN OR EQUAL TO}")


def _counts(rate: Rate) -> tuple[str, str]:
    return str(rate.visits), "" if rate.hits is None else str(rate.hits)


def _ends(figure: Figure, reader: Reader) -> tuple[str, ...]:
    return tuple(_number(one, reader) for one in (figure.value, figure.low, figure.high))


def _number(value: float | None, reader: Reader) -> str:
    if value is None:
        return ""
    text = f"{value:.4f}"
    return text if reader.language == "en" else text.replace(".", ",")
