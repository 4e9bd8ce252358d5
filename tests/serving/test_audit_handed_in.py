"""A group audit counts for a review when it is one, and is of the very model handed in."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models.audit.kept import keep
from models.cli import app
from serving.reviewing.handed_in import checks_of, found_in, kept_audit
from serving.reviewing.rules import Check, Verdict
from serving.settings import Settings
from tests.serving.approving import write_model

OTHER = "a" * 64


def table(digest: str, found: tuple[int, int]) -> str:
    """Two groups of 20 000, all selected; so many of each have a finding."""
    rows = ["hit,rank,land,rank_digest"]
    for land, hits in zip(("north", "south"), found, strict=True):
        rows += [f"{int(place < hits)},1,{land},{digest}" for place in range(20000)]
    return "\n".join(rows)


def audited(folder: Path, text: str) -> Path:
    scores, out = folder / "scores.csv", folder / "audit.json"
    scores.write_text(text, "utf-8")
    words = ["--label-column", "hit", "--score-column", "rank", "--group-columns", "land"]
    done = CliRunner().invoke(app, ["audit", "--scores", str(scores), *words, "--json"])
    assert done.exit_code == 0, done.output
    out.write_text(done.stdout, "utf-8")
    return out


def groups(folder: Path, *audits: Path | None) -> Check:
    return next(
        one for one in checks_of(found_in(folder), *audits, contact="") if one.name == "groups"
    )


def test_a_real_audit_of_the_model_tells_and_its_file_is_remembered(
    settings: Settings, tmp_path: Path
) -> None:
    folder = write_model(settings.mlruns)
    model = found_in(folder).model
    # South is found in half of what is selected, north in a twentieth: ten times as often.
    audit = audited(tmp_path, table(model, (1000, 10000)))

    check = groups(folder, audit)

    said = json.loads(audit.read_text("utf-8"))
    assert (said["verdict"], said["model_digest"]) == ("fails", model)
    assert check.verdict is Verdict.FAILS
    assert hashlib.sha256(audit.read_bytes()).hexdigest() in check.says


def test_an_audit_of_another_model_or_of_no_model_cannot_tell(
    settings: Settings, tmp_path: Path
) -> None:
    folder = write_model(settings.mlruns)
    other = groups(folder, audited(tmp_path, table(OTHER, (1000, 10000))))
    nameless = audited(tmp_path, table(OTHER, (1000, 10000)).replace("rank_digest", "x"))

    none = groups(folder, nameless)

    assert (other.verdict, none.verdict) == (Verdict.CANNOT_TELL, Verdict.CANNOT_TELL)
    assert other.says.endswith("is of another model")
    assert none.says.endswith("does not tell of which model")


@pytest.mark.parametrize(
    "text", ['{"verdict": "passes"}', '{"verdict": "passes", "model_digest": null}', "[]", "{"]
)
def test_a_file_written_by_hand_that_names_no_model_never_passes(
    settings: Settings, tmp_path: Path, text: str
) -> None:
    audit = tmp_path / "audit.json"
    audit.write_text(text, "utf-8")

    assert groups(write_model(settings.mlruns), audit).verdict is Verdict.CANNOT_TELL


def test_the_audit_that_is_kept_of_the_model_counts_beside_the_one_handed_in(
    settings: Settings, tmp_path: Path
) -> None:
    folder = write_model(settings.mlruns)
    model = found_in(folder).model
    alike = tmp_path / "alike.json"
    alike.write_text(json.dumps({"verdict": "passes", "model_digest": model}), "utf-8")
    assert kept_audit(settings.workspace, "lykta-sweden", model) is None
    assert groups(folder, alike, None).verdict is Verdict.PASSES

    told = {"verdict": "fails", "model_digest": model}
    file = keep(settings.workspace, "sweden", "models", model, "groups", told)

    kept = kept_audit(settings.workspace, "lykta-sweden", model)
    assert kept == file
    both, alone = groups(folder, alike, kept), groups(folder, None, kept)
    assert (both.verdict, alone.verdict) == (Verdict.FAILS, Verdict.FAILS)
    for one in (alike, file):
        assert hashlib.sha256(one.read_bytes()).hexdigest() in both.says


def test_without_any_audit_the_check_of_groups_cannot_tell(settings: Settings) -> None:
    check = groups(write_model(settings.mlruns), None, None)

    assert check.verdict is Verdict.CANNOT_TELL
    assert "none is kept of the model" in check.says


def test_scores_of_two_models_are_audited_as_none(tmp_path: Path) -> None:
    scores = tmp_path / "scores.csv"
    scores.write_text(f"hit,rank,land,rank_digest\n1,1,x,{OTHER}\n0,0,y,{'b' * 64}\n", "utf-8")
    words = ["--label-column", "hit", "--score-column", "rank", "--group-columns", "land"]

    done = CliRunner().invoke(app, ["audit", "--scores", str(scores), *words])

    assert done.exit_code != 0
    assert "rank_digest is not the same" in " ".join((done.output + done.stderr).split())


def test_no_model_of_real_data_is_approved_while_the_public_can_turn_to_nobody(
    settings: Settings,
) -> None:
    def public(run: str, contact: str, *, invented: bool) -> Check:
        found = found_in(write_model(settings.mlruns, run, invented=invented))
        checks = checks_of(found, contact=contact)
        return next(one for one in checks if one.name == "public_page")

    empty = public("real", " ", invented=False)
    assert empty.verdict is Verdict.FAILS
    assert "LYKTA_CONTACT" in empty.says
    assert public("real", "Registrator", invented=False).verdict is Verdict.PASSES
    # An invented country has no public.
    assert public("demo", "", invented=True).verdict is Verdict.PASSES
