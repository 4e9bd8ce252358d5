"""Findings about single rows: rules they break, copies, odd texts, rows tied to nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from features.checks.finding import Finding, Level
from features.checks.limits import is_far, per_cent
from features.checks.wording import in_words
from features.engine.examining import Look
from features.engine.landing import Landed
from features.registers.numbers import FAULTS
from features.schema import Table, Use
from features.tally import Tally
from features.vocabulary import Words

__all__ = ["of_files", "of_ties", "rows_set_aside", "rows_as_they_came"]

# So many rows with a fault, or copies, are usual in a register kept by hand (assumption; the
# work-environment authority's diary has 3 in a thousand wrong numbers, domain.md 1.3).
USUAL_SHARE = 0.01
# What must not happen even once: it is unlawful, or the file is damaged.
NEVER = (FAULTS["identity"], FAULTS["personal_number"], "the line has")
STRAY_SHARE = 0.001
SENTINEL_SHARE, FEWEST_SENTINELS = 0.01, 5
UNTIED_SHARE = 0.20  # rows about an employer that the company register never had, at first
TWICE = 2.0


def rows_set_aside(
    table: Table, told: Landed, look: Look, last: Tally | None
) -> Iterator[Finding]:
    """Each rule that some rows break, with the commonest form of the values behind it."""
    for fault, count in told.faults:
        before = last.faults.get(fault, 0) / max(last.delivered, 1) if last else 0.0
        usual = max(USUAL_SHARE, TWICE * before) * told.delivered
        never = any(mark in fault for mark in NEVER)
        level = Level.ASK if never or is_far(count, usual) and count > usual else Level.NOTE
        if told.shifted and count > 0.1 * told.delivered:
            level = Level.STOP
        column = fault.split(":")[0] if ":" in fault else ""
        words = in_words(fault)
        form = look.forms.get(fault)
        shape = f" – {form[1]:,} × {form[0]}" if form and level is not Level.NOTE else ""
        yield Finding(
            level,
            "rule",
            Words(words.sv + shape, words.en + shape),
            Words(
                "Raderna läggs åt sidan när leveransen läses in. Rätta i källan och sänd om."
                if level is not Level.NOTE
                else "Raderna läggs åt sidan när leveransen läses in.",
                "These rows are set aside when the delivery is loaded. Mend the source and"
                " send again."
                if level is not Level.NOTE
                else "These rows are set aside when the delivery is loaded.",
            ),
            table.name,
            column,
            count,
            told.delivered,
        )
    before = last.duplicates / max(last.delivered, 1) if last else 0.0
    usual = max(USUAL_SHARE, TWICE * before) * told.delivered
    if told.duplicates > usual and is_far(told.duplicates, usual):
        yield Finding(
            Level.ASK,
            "copies",
            Words(
                "rader som finns mer än en gång, lika i allt",
                "rows that stand more than once, alike in everything",
            ),
            Words(
                "Har en månad eller en fil kommit med två gånger?",
                "Has a month or a file been sent twice?",
            ),
            table.name,
            count=told.duplicates,
            of=told.delivered,
        )


def rows_as_they_came(table: Table, look: Look, delivered: int) -> Iterator[Finding]:
    """What stands in the rows that no rule speaks of."""
    if look.headers:
        yield Finding(
            Level.ASK,
            "header",
            Words(
                "raden med kolumnnamn står en gång till bland raderna",
                "the line of column names stands again among the rows",
            ),
            Words(
                "Har filer lagts efter varandra? Ta bort rubrikraderna mellan dem.",
                "Were files put after one another? Take out the header lines between them.",
            ),
            table.name,
            count=look.headers,
            of=delivered,
        )
    shown = {c.name for c in table.columns if c.use is Use.DISPLAY}
    odd: tuple[tuple[str, Mapping[str, int], Words, Words], ...] = (
        (
            "spelled_missing",
            {name: n for name, n in look.spelled.items() if name not in shown},
            Words(
                "ett ord som NULL, N/A eller - står där värdet saknas",
                "a word such as NULL, N/A or - stands where a value is missing",
            ),
            Words(
                "Lämna fältet tomt när värdet saknas.",
                "Leave the field empty where there is no value.",
            ),
        ),
        (
            "blanks",
            look.padded,
            Words(
                "värdet börjar eller slutar med blanksteg",
                "the value begins or ends with a blank",
            ),
            Words(
                "Blankstegen tas bort vid inläsning, men tyder på ett nytt filformat.",
                "Blanks are cut off when loading, but tell of a new file format.",
            ),
        ),
        (
            "garbled",
            look.garbled,
            Words(
                "å, ä och ö har blivit andra tecken (Ã¥, Ã¤, Ã¶)",
                "å, ä and ö have become other characters (Ã¥, Ã¤, Ã¶)",
            ),
            Words("Spara filen som UTF-8, en gång.", "Save the file as UTF-8, once."),
        ),
    )
    for kind, counts, says, do in odd:
        for column, count in counts.items():
            stray = kind == "blanks" and count < max(2, STRAY_SHARE * delivered)
            level = Level.NOTE if stray else Level.ASK
            yield Finding(level, kind, says, do, table.name, column, count, delivered)
    for column, count in look.sentinels.items():
        many = count >= max(FEWEST_SENTINELS, SENTINEL_SHARE * delivered)
        yield Finding(
            Level.ASK if many else Level.NOTE,
            "never_day",
            Words(
                "en dag som 1900-01-01 eller 9999-12-31 står där datum saknas",
                "a day such as 1900-01-01 or 9999-12-31 stands where there is no date",
            ),
            Words(
                "Lämna fältet tomt när datum saknas.",
                "Leave the field empty where there is no date.",
            ),
            table.name,
            column,
            count,
            delivered,
        )


def of_files(table: Table, encodings: Mapping[str, str]) -> Iterator[Finding]:
    """How the files were written."""
    for name, encoding in encodings.items():
        if encoding != "utf8":
            yield Finding(
                Level.ASK,
                "encoding",
                Words(
                    f"{name} är inte UTF-8; den lästes som Latin-1",
                    f"{name} is not UTF-8; it was read as Latin-1",
                ),
                Words(
                    "Kontrollera att å, ä och ö blev rätt och spara filen som UTF-8.",
                    "See that å, ä and ö came out right, and save the file as UTF-8.",
                ),
                table.name,
            )


def of_ties(
    table: Table, kind: str, found: tuple[int, int], before: tuple[int, int] | None
) -> Iterator[Finding]:
    """Rows about an employer, workplace, or pair of the two that the register never had."""
    rows, untied = found
    share = before[1] / before[0] if before and before[0] else None
    usual = UNTIED_SHARE if share is None else max(0.02, TWICE * share)
    if untied > usual * rows and is_far(untied, usual * rows):
        says = {
            "employer": Words(
                "rader om arbetsgivare som inte finns i företagsregistret",
                "rows about employers that the company register does not have",
            ),
            "workplace": Words(
                "rader om arbetsställen som inte finns i registret över arbetsställen",
                "rows about workplaces that the register of workplaces does not have",
            ),
            "pair": Words(
                "rader där arbetsstället aldrig har hört till arbetsgivaren",
                "rows whose workplace never belonged to their employer",
            ),
        }[kind]
        seen = "" if share is None else per_cent(share, 1)
        yield Finding(
            Level.ASK,
            f"untied_{kind}",
            Words(
                says.sv + (f" (förra gången {seen})" if seen else ""),
                says.en + (f" (last time {seen})" if seen else ""),
            ),
            Words(
                "Har numren förskjutits en rad, eller hör de till en annan nyckel?",
                "Have the numbers slipped by a row, or do they belong to another key?",
            ),
            table.name,
            count=untied,
            of=rows,
        )
