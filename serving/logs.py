"""Log format, and a filter that keeps identity numbers out of it.

The log holds counts, durations, versions and dates. It may be lost; the audit trail may not.
"""

from __future__ import annotations

import logging
import re
import sys

__all__ = ["RedactIdentityNumbers", "configure_logging", "redact"]

# Organisation, personal and coordination numbers share one shape: six digits, perhaps a
# century before, perhaps - or + between, four digits after.
_IDENTITY = re.compile(r"(?<![\w])(?:\d{2})?\d{6}[-+ ]?\d{4}(?!\w)")


def redact(text: str) -> str:
    """`text` with whatever looks like an organisation or personal number taken out."""
    return _IDENTITY.sub("[number removed]", text)


class RedactIdentityNumbers(logging.Filter):
    """Lets every record through, with its message and its traceback redacted."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        return True


def configure_logging(level: str = "INFO") -> None:
    """One line per record on standard error, for our own loggers and uvicorn's alike."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s  %(message)s"))
    # On the handler, not on a logger: a logger's filter does not see its children's records.
    handler.addFilter(RedactIdentityNumbers())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        theirs = logging.getLogger(name)
        theirs.handlers = []
        theirs.propagate = True
