"""``consolidate`` and ``demo``: a folder read with a progress bar, and what came of it."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from pso_excel.batch import Consolidated, consolidate
from pso_excel.batch.workers import Progress as Told
from pso_excel.books.csv_text import csv_bytes
from pso_excel.books.storage import write_whole
from pso_excel.cli.json_lines import print_json
from pso_excel.cli.printing import console, print_problem
from pso_excel.dataframes import long_tables
from pso_excel.engine.province import Province
from pso_excel.engine.province.received import Outcome
from pso_excel.engine.province.report import province_json
from pso_excel.figures import printed
from pso_excel.framework.wording import label, severity_of
from pso_excel.problem import Severity
from pso_excel.visible import one_line
from pso_excel.words import Language

SHOWN = 20
NOT_COUNTED = (Outcome.REFUSED, Outcome.FAILED, Outcome.NO_OFFICE, Outcome.OTHER_ROUND)


def consolidate_folder(
    folder: Path,
    asof: date,
    language: Language,
    as_json: bool,
    *,
    out: Path | None = None,
    take_over: bool = False,
    as_csv: bool = False,
) -> int:
    """Consolidate, print a summary or JSON, and give the exit code."""
    with _bar(shown=not as_json) as told:
        done = consolidate(folder, asof, language, told, out=out, take_over=take_over)
    tables = [str(path) for path in _tables(done)] if as_csv else []
    if as_json:
        found = {**province_json(done.province, language), "book": str(done.book)}
        print_json({**found, "csv": tables} if as_csv else found)
    else:
        _summary(done, language)
        for path in tables:
            console().print(path, markup=False)
    return _exit_code(done.province)


def _tables(done: Consolidated) -> Iterator[Path]:
    """The long tables written beside the book, named after it."""
    for name, table in long_tables(done.province).items():
        path = done.book.with_name(f"{done.book.stem}_{name}.csv")
        yield write_whole(path, csv_bytes(*table)).path


def demonstrate(folder: Path) -> int:
    """Make the sample province and really consolidate it; ends with what to open."""
    from pso_excel.demo import ASOF, make_demo

    made = make_demo(folder)
    with _bar(shown=True) as told:
        done = consolidate(folder, ASOF, "th", told)
    _five_lines(done, made)
    return 0


def _exit_code(province: Province) -> int:
    worst = {severity_of(problem) for problem in province.problems}
    if any(one.outcome is Outcome.FAILED for one in province.files):
        return 2
    return int(bool(worst & {Severity.ERROR, Severity.BLOCK}))


@contextmanager
def _bar(*, shown: bool) -> Generator[Told]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console(), transient=True, disable=not shown) as bar:
        task = bar.add_task("", total=None)

        def tell(done: int, total: int, file: str) -> None:
            bar.update(task, completed=done, total=total, description=escape(one_line(file)))

        yield tell


def _summary(done: Consolidated, language: Language) -> None:
    out, province = console(), done.province
    for line in _said(province, language):
        out.print(escape(line))
    for problem in province.problems[:SHOWN]:
        print_problem(out, problem, language)
    if len(province.problems) > SHOWN:
        more = len(province.problems) - SHOWN
        out.print(escape(label("more_in_book", language).format(n=more)))
    if done.problem:
        print_problem(out, done.problem, language)
    out.print(escape(label("book_written", language).format(path=done.book)))


def _said(province: Province, language: Language) -> list[str]:
    """Who has sent, the mean, and what was left out: a line each."""
    sent, main = province.sent, province.main
    spread = main.scores if main else None
    left_out = sum(1 for one in province.files if one.outcome in NOT_COUNTED)
    return [
        label("sent_line", language).format(
            received=sent.received, expected=sent.expected, accepted=sent.accepted
        ),
        label("mean_line", language).format(
            mean=printed(spread.mean if spread else None),
            median=printed(spread.median if spread else None),
            n=spread.n if spread else 0,
        ),
        label("left_out_line", language).format(n=left_out, files=len(province.files)),
    ]


def _five_lines(done: Consolidated, made: Path) -> None:
    out = console()
    for line in _said(done.province, "th"):
        out.print(escape(line))
    out.print(escape(label("book_written", "th").format(path=done.book)))
    out.print(escape(label("demo_office", "th").format(path=made)))
