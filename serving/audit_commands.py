"""lykta audit: check the log, sign its newest end, write it out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from features.console import answer, command
from features.errors import BadOption
from serving.audit_vocabulary import EventType
from serving.commands import AS_JSON, WORKSPACE, settings_with
from serving.settings import Settings

if TYPE_CHECKING:
    from serving.sealing import Seal

__all__ = ["audit_app"]

audit_app = typer.Typer(help="Check, seal and export the audit log.", no_args_is_help=True)

KEY = typer.Option(None, "--key", help="Public key of the seals (PEM), kept elsewhere.")
SEALS = typer.Option(None, "--seals", help="Seals kept elsewhere: a file or a folder.")


@audit_app.command("verify")
@command
def verify_audit(
    file: Path | None = typer.Option(None, "--file", help="An exported log, not the store."),
    head: str | None = typer.Option(None, "--head", help="A digest kept elsewhere."),
    seals: Path | None = SEALS,
    key: Path | None = KEY,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Check that no record and no list was changed, deleted, reordered or cut off."""
    from serving.log_file import check_file
    from serving.sealing import public_key, read_seals

    elsewhere = read_seals(seals) if seals else ()
    if file:
        count, faults = check_file(file, elsewhere, public_key(key) if key else None)
        last = ""
    else:
        settings = settings_with(workspace=workspace)
        count, last, faults = _check_store(settings, head, elsewhere, key)
    result = {"records": count, "head": last, "is_whole": not faults, "faults": list(faults)}
    told = f"{count} records, whole" + (f"; head {last}" if last else "")
    rows = [("✗", fault) for fault in faults] or [("✓", told)]
    answer(result, as_json=as_json, title="Audit log", columns=("", ""), rows=rows)
    if faults:
        raise typer.Exit(1)


@audit_app.command("seal")
@command
def seal_audit(
    folder: Path | None = typer.Option(None, "--folder", help="By default seals/."),
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Sign the log's newest end, and write the seal to a file to be kept elsewhere.

    Once a day: what was there at a seal cannot be changed or cut off unseen afterwards.
    """
    from serving.errand import operating
    from serving.sealing import private_key, seal_json, write_public_key
    from serving.store.database import connect, transaction
    from serving.store.seals import seal_head

    settings = settings_with(workspace=workspace)
    key = private_key(_key_file(settings))
    folder = folder or settings.workspace / "seals"
    folder.mkdir(parents=True, exist_ok=True)
    event = operating("daglig försegling av loggen").event(EventType.HEAD_SEALED)
    with transaction(connect(settings.store)) as connection:
        seal = seal_head(connection, key, event=event)
    file = folder / f"{seal.sealed_at[:10]}-{seal.count}.json"
    file.write_text(seal_json(seal) + "\n", encoding="utf-8")
    public = _key_file(settings).with_suffix(".pub")
    write_public_key(key, public)
    result = {"records": seal.count, "digest": seal.digest, "seal": file, "public_key": public}
    answer(result, as_json=as_json)


@audit_app.command("export")
@command
def export_audit(
    file: Path = typer.Argument(help="Where to write the log, as JSON lines."),
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Write the whole log to a file that `lykta audit verify --file` checks offline."""
    from serving.errand import operating
    from serving.log_file import write_log
    from serving.store.audit_log import append, ends, records
    from serving.store.database import connect, transaction

    database = connect(settings_with(workspace=workspace).store)
    with transaction(database) as connection:
        append(connection, operating("granskning av loggen").event(EventType.LOG_EXPORTED))
    with transaction(database, steady=True) as connection:
        kept = ends(connection)
        written = write_log(
            file,
            records(connection),
            count=kept.count,
            digest=kept.digest,
            first=kept.first,
            before=kept.before,
        )
    answer({"records": written, "head": kept.digest, "file": file}, as_json=as_json)


def _check_store(
    settings: Settings, head: str | None, elsewhere: Sequence[Seal], key: Path | None
) -> tuple[int, str, Sequence[str]]:
    from serving.sealing import public_key
    from serving.store.audit_log import check_chain, ends, records
    from serving.store.database import connect, transaction
    from serving.store.lists import check_lists
    from serving.store.reviews import check_reviews
    from serving.store.seals import check_stored_seals, seals

    with transaction(connect(settings.store), steady=True) as connection:
        kept = ends(connection)
        faults = [
            *check_chain(connection),
            *check_lists(connection),
            *check_reviews(connection),
        ]
        if head and all(record.digest != head for record in records(connection)):
            faults.append("the record kept elsewhere is not in the log")
        if elsewhere or seals(connection):
            beside = _key_file(settings).with_suffix(".pub")
            if key is None and not beside.is_file():
                raise BadOption(
                    "The log has seals, and there is no public key to check them with.",
                    "give --key audit-key.pub as it was kept elsewhere",
                )
            faults += check_stored_seals(connection, public_key(key or beside), elsewhere)
    return kept.count, kept.digest, faults


def _key_file(settings: Settings) -> Path:
    return settings.audit_key or settings.workspace / "audit-key.pem"
