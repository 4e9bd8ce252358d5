"""Log format, and a filter that keeps identity numbers out of it.

The log holds counts, durations, versions and dates. It may be lost; the audit trail may not.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime

from features.errors import LyktaError

__all__ = ["RedactIdentityNumbers", "configure_logging", "redact", "told"]

# Organisation, personal and coordination numbers share one shape: six digits, perhaps a
# century before, perhaps - or + between, four digits after.
_IDENTITY = re.compile(r"(?<![\w])(?:\d{2})?\d{6}[-+ ]?\d{4}(?!\w)")


def redact(text: str) -> str:
    """`text` with whatever looks like an organisation or personal number taken out."""
    return _IDENTITY.sub("[number removed]", text)


def told(error: BaseException) -> str:
    """Where an error and its causes arose, and of which kind; what it says, of ours alone.

    Ours name no row. Anybody else's may quote one: a database, a reader of files, a type that
    could not be cast, and no list of those would be whole.
    """
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = f"{told(cause)}\n\n" if cause is not None else ""
    frames = "".join(
        f'  File "{one.filename}", line {one.lineno}, in {one.name}\n'
        for one in traceback.extract_tb(error.__traceback__)
    )
    return f"{before}Traceback (most recent call last):\n{frames}{_said(error)}"


def _said(error: BaseException) -> str:
    kind = type(error).__name__
    return f"{kind}: {error}" if isinstance(error, LyktaError) else kind


def _harmless(argument: object) -> object:
    return _said(argument) if isinstance(argument, BaseException) else argument


class RedactIdentityNumbers(logging.Filter):
    """Lets every record through, with its message and its traceback redacted."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_harmless(one) for one in record.args)
        record.msg = _harmless(record.msg)
        record.msg, record.args = redact(record.getMessage()), None
        if record.exc_info:  # anew, whatever another handler has written there
            error = record.exc_info[1]
            record.exc_text = told(error) if error is not None else ""
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        return True


class _Lines(logging.Formatter):
    """One JSON object a line, for what collects logs: fields given as `extra={"told": …}`."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_text:
            said["trace"] = record.exc_text
        return json.dumps(said, ensure_ascii=False)


_TEXT = logging.Formatter("%(asctime)s %(levelname)-7s %(name)s  %(message)s")


def configure_logging(level: str = "INFO", form: str = "text") -> None:
    """One line per record on standard error, for our own loggers and uvicorn's alike.

    `form` is text, json, or auto: text for a terminal, JSON for whatever else reads it.
    """
    handler = logging.StreamHandler(sys.stderr)
    is_text = form == "text" or (form == "auto" and sys.stderr.isatty())
    handler.setFormatter(_TEXT if is_text else _Lines())
    # On the handler, not on a logger: a logger's filter does not see its children's records.
    handler.addFilter(RedactIdentityNumbers())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error"):
        theirs = logging.getLogger(name)
        theirs.handlers = []
        theirs.propagate = True
    # It writes whole addresses, and what people search for stands in them.
    logging.getLogger("uvicorn.access").handlers = [logging.NullHandler()]
    logging.getLogger("uvicorn.access").propagate = False
