"""The command for files without keys: which rows are of one company."""

from __future__ import annotations

from pathlib import Path

import typer

from features.cli.options import AS_JSON
from features.console import answer, command, steps
from features.errors import BadOption

__all__ = ["app"]

app = typer.Typer()


@app.command()
@command
def link(
    country: str = typer.Option(
        ..., "--country", help="Module that declares TIES, such as examples.washington."
    ),
    extracts: Path = typer.Option(..., "--extracts", help="Folder with the file to tie."),
    write_pairs: Path | None = typer.Option(
        None, "--write-pairs", help="CSV file for every two rows of one company."
    ),
    learn: bool = typer.Option(
        False, "--learn", help="Learn the weights anew from the numbers that are known."
    ),
    as_json: bool = AS_JSON,
) -> None:
    """Tie rows of one company by name, place and trade, and say how sure that is.

    Recall and precision are those of weights that did not know the companies they judge.
    """
    from features.linking.declaring import read_ties
    from features.linking.learning import judge_ties, learn_ties
    from features.linking.resolving import compare, groups_of, pairs_of_rows
    from features.linking.weights import read_weights

    if not (learn or write_pairs):
        raise BadOption("Nothing to do.", "give --write-pairs FILE.csv, --learn, or both")
    ties = read_ties(country)
    with steps("Tying rows") as say:
        compared = compare(extracts, ties)
        say(f"compared {len(compared.pairs):,} pairs of {len(compared.units):,} spellings")
        if learn:
            learnt = learn_ties(extracts, ties, compared)
            learnt.weights.write(ties.weights)
            say(f"learnt weights; threshold {learnt.weights.threshold}")
        weights = read_weights(ties.weights)
        groups = groups_of(compared, weights.probability(compared.levels), weights.threshold)
        pairs = pairs_of_rows(compared.units, groups)
        if write_pairs is not None:
            write_pairs.parent.mkdir(parents=True, exist_ok=True)
            pairs.to_csv(write_pairs, index=False)
            say(f"wrote {len(pairs):,} pairs")
        judged = judge_ties(extracts, ties, compared, weights.threshold)
    measured = (
        [] if judged is None else [("rows", judged.rows), ("spellings", judged.spellings)]
    )
    answer(
        {
            "rows": len(groups),
            "groups": len(set(groups.tolist())),
            "pairs": len(pairs),
            "threshold": weights.threshold,
            "written": write_pairs,
            **{f"of_{of}": figures.as_json() for of, figures in measured},
        },
        as_json=as_json,
        title=f"{len(groups):,} rows, {len(pairs):,} pairs tied",
        columns=("pairs of", "true", "tied", "recall", "95 %", "precision", "95 %"),
        rows=[
            (
                of, f"{f.true_pairs:,}", f"{f.tied_pairs:,}",
                f"{f.recall:.3f}", "–".join(f"{x:.3f}" for x in f.recall_between),
                f"{f.precision:.3f}", "–".join(f"{x:.3f}" for x in f.precision_between),
            )
            for of, f in measured
        ],
    )  # fmt: skip
