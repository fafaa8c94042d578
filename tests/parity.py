"""Random offices, worked out by a plain oracle, by the engine and by LibreOffice, and compared.

``python -m tests.parity [BOOKS]`` takes so many workbooks, tells what was compared and every figure
that differs, and ends with 1 where one does.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pso_excel import (
    Framework,
    Scorecard,
    State,
    fill_workbook,
    format_figure,
    load_framework,
    new_workbook,
)
from pso_excel.core.bilingual import Language
from pso_excel.model.submission import FIRST_SCORING, SCORING
from pso_excel.pipeline import assess, open_office
from tests.chance import KINDS, Made, form_of, office_by_chance
from tests.check_columns import check_differences
from tests.libreoffice import Office
from tests.oracle import Figures, figures
from tests.oracle_points import BAD
from tests.other_stages import other_stages
from tests.sheet_figures import sheet_differences
from tests.typing_by_hand import type_by_hand

ASOF = date(2026, 3, 31)
BOOKS = 300
WORKERS = 2
NEAR = Fraction(1, 10**9)
"""A fraction in a weight (100/3) is stored with 15 digits."""


class Case(NamedTuple):
    """One workbook: which framework, which seed, which kind of office."""

    framework: str
    seed: int
    kind: str


@dataclass
class Report:
    """What was compared, and a line for everything that differs."""

    counts: Counter[str] = field(default_factory=Counter[str])
    wrong: list[str] = field(default_factory=list[str])

    def add(self, other: "Report") -> None:
        """Take in what another one says."""
        self.counts += other.counts
        self.wrong += other.wrong


def cases(count: int) -> list[Case]:
    """Every kind in both frameworks in turn."""
    return [
        Case(("pso", "pmqa4")[number // len(KINDS) % 2], number, KINDS[number % len(KINDS)])
        for number in range(count)
    ]


@cache
def blank(framework: Framework, language: Language, scoring: int) -> bytes:
    """A new workbook of the round."""
    return new_workbook("58-R-014", "2569-1", framework, language=language, scoring=scoring)


def filled(made: Made) -> bytes:
    """The workbook with everything typed into it that needs no spreadsheet program."""
    scoring = FIRST_SCORING if made.kind == "first" else SCORING
    chance = Random(f"others {made.seed}")
    others = other_stages(made.framework, chance, 0 if made.kind == "valid" else 8)
    answers = dict(others) | made.typed()
    return fill_workbook(blank(made.framework, made.language, scoring), answers, made.framework)


def compared(office: Office, case: Case, folder: Path) -> Report:
    """One workbook, worked out three times."""
    made = office_by_chance(load_framework(case.framework), case.seed, case.kind)
    path = folder / f"{case.framework}_{case.seed}_{case.kind}.xlsx"
    path.write_bytes(filled(made))
    with office.open(path) as document:
        rows = type_by_hand(document, made)
        document.calculate()
        document.save_xlsx(path)
    opened = open_office(path.read_bytes())
    assessment = assess(opened, ASOF)
    path.unlink()
    card, expected, report = assessment.scorecard, figures(form_of(made)), Report()
    report.counts[f"books, {case.kind}"] += 1
    if card is None:
        codes = sorted({problem.code for problem in assessment.problems})
        report.wrong.append(f"{case}: no scorecard: {codes}")
        return report
    lines = [
        *(("figures of the engine", line) for line in engine_differences(card, expected)),
        *(
            ("cells of the sheet", line)
            for line in sheet_differences(opened.book, made, rows, card, expected)
        ),
        *(("check cells", line) for line in check_differences(opened, assessment, made)),
    ]
    for what, line in lines:
        report.counts[what] += 1
        if line:
            report.wrong.append(f"{tuple(case)} {line}")
    return report


def engine_differences(card: Scorecard, expected: Figures) -> Iterator[str]:
    """For every figure of the engine, "" or how it differs from the oracle's."""
    bad = bool(card.unreadable)
    yield differing("official", BAD if bad else card.official, expected.official)
    yield differing("provisional", BAD if bad else card.provisional, expected.provisional)
    yield differing("completeness", card.completeness, expected.completeness)
    if expected.left_out is not None:
        yield differing("not applicable", card.na_share, expected.left_out)
    for system in card.systems:
        effective = expected.effective.get(system.code)
        yield differing(f"{system.code} effective", system.effective, effective)
        yield differing(system.code, system.official, expected.systems.get(system.code))
    yield differing("codes", {leaf.code for leaf in card.indicators}, set(expected.points))
    for leaf in card.indicators:
        code, share = leaf.code, expected.shares.get(leaf.code)
        effective = None if leaf.pilot else expected.effective.get(code)
        score = BAD if leaf.state is State.BAD else leaf.score
        yield differing(f"{code} effective", leaf.effective, effective)
        yield differing(f"{code} share", leaf.share, share)
        yield differing(f"{code} score", score, expected.points.get(code))


def differing(what: str, found: object, expected: object) -> str:
    """ "" where both are the same."""
    if isinstance(found, Fraction) and isinstance(expected, Fraction):
        same = abs(found - expected) < NEAR
        return (
            ""
            if same
            else f"{what}: engine {format_figure(found)}, oracle {format_figure(expected)}"
        )
    return "" if found == expected else f"{what}: engine {found}, oracle {expected}"


def compare_all(chosen: Sequence[Case]) -> Report:
    """These workbooks one after the other in one LibreOffice."""
    report = Report()
    with Office() as office, TemporaryDirectory() as folder:
        for case in chosen:
            report.add(compared(office, case, Path(folder)))
    return report


def told(report: Report) -> Iterable[str]:
    """What to print."""
    yield from report.wrong
    yield from (f"{number:8,} {what}" for what, number in sorted(report.counts.items()))
    yield f"{len(report.wrong):8,} differences"


def main() -> int:
    """The exit code: 0 when nothing differs."""
    chosen = cases(int(sys.argv[1]) if len(sys.argv) > 1 else BOOKS)
    report = Report()
    with ProcessPoolExecutor(WORKERS) as pool:
        for part in pool.map(compare_all, [chosen[n::WORKERS] for n in range(WORKERS)]):
            report.add(part)
    print(*told(report), sep="\n")
    return int(bool(report.wrong))


if __name__ == "__main__":
    sys.exit(main())
