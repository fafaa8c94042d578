"""``consolidate`` and ``demo``: a folder read with a progress bar, and what came of it."""

import csv
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from pso_excel.cli.options import print_json, report_problem
from pso_excel.cli.output import console, print_problem
from pso_excel.consolidation import Consolidated, ProvinceFolder, consolidate
from pso_excel.consolidation.workers import Progress as Told
from pso_excel.core.bilingual import Language
from pso_excel.core.figures import format_figure
from pso_excel.core.messages import term_in
from pso_excel.core.problem import Problem
from pso_excel.core.safe_text import escape_control_characters, single_line
from pso_excel.files.replace import save_listed
from pso_excel.files.write import Saved
from pso_excel.province.long_tables import long_tables
from pso_excel.province.report import exit_code, province_json, summary_lines
from pso_excel.xlsx.patcher.cell_xml import cell_text, is_formula_like

Field = str | int | bool | Decimal | Fraction | date | None


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Field]]) -> bytes:
    """The table with its columns' names first.

    Figures have the two decimals that are printed, days are written 2026-03-31, flags TRUE or
    FALSE; what is not there is empty and never zero. A text that a spreadsheet program might take
    for a formula has an apostrophe before it: in CSV nothing else says that it is a text.
    """
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_field(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _field(value: Field) -> str:
    if isinstance(value, str):
        text = escape_control_characters(cell_text(value))
        return f"'{text}" if is_formula_like(text) else text
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, Decimal | Fraction):
        return format_figure(value)
    return "" if value is None else str(value)


SHOWN = 20


def consolidate_folder(
    folder: Path,
    asof: date,
    language: Language,
    as_json: bool,
    *,
    out: Path | None = None,
    take_over: bool = False,
    as_csv: bool = False,
    macros: bool = False,
) -> int:
    """Consolidate, print a summary or JSON, and give the exit code."""
    with _bar(shown=not as_json) as told:
        done = consolidate(
            folder, asof, language, told, out=out, take_over=take_over, macros=macros
        )
    tables = _tables(done, ProvinceFolder(folder).inbox) if as_csv else []
    if as_json:
        report = province_json(done.province, language, done.problems)
        found = {**report, "book": str(done.book)}
        paths = [str(saved.path) for saved in tables]
        print_json({**found, "csv": paths} if as_csv else found)
    else:
        _summary(done, language)
        for saved in tables:
            console().print(str(saved.path), markup=False)
    for saved in tables:
        if saved.problem:
            report_problem(saved.problem)
    return exit_code(done.province)


def _tables(done: Consolidated, inbox: Path) -> list[Saved]:
    """The long tables written beside the book, named after it, with a list of their checksums."""
    files = (
        (done.book.with_name(f"{done.book.stem}_{name}.csv"), csv_bytes(*table))
        for name, table in long_tables(done.province).items()
    )
    return save_listed(files, done.book.with_suffix(".sha256"), like=inbox)


def demonstrate(folder: Path) -> int:
    """Make the sample province and really consolidate it; ends with what to open."""
    from pso_excel.demo import ASOF, make_demo

    made = make_demo(folder)
    if made.kept:
        report_problem(Problem("O010", values={"n": str(made.kept), "path": str(folder)}))
    with _bar(shown=True) as told:
        done = consolidate(folder, ASOF, "th", told)
    _five_lines(done, made.good)
    return 0


@contextmanager
def _bar(*, shown: bool) -> Generator[Told]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console(), transient=True, disable=not shown) as bar:
        task = bar.add_task("", total=None)

        def tell(done: int, total: int, file: str) -> None:
            bar.update(task, completed=done, total=total, description=escape(single_line(file)))

        yield tell


def _summary(done: Consolidated, language: Language) -> None:
    out, province = console(), done.province
    for line in summary_lines(province, language):
        out.print(escape(line))
    for problem in province.problems[:SHOWN]:
        print_problem(out, problem, language)
    if len(province.problems) > SHOWN:
        more = len(province.problems) - SHOWN
        out.print(escape(term_in("more_in_book", language).format(n=more)))
    for problem in done.problems:
        print_problem(out, problem, language)
    out.print(escape(term_in("book_written", language).format(path=done.book)))


def _five_lines(done: Consolidated, good: Path) -> None:
    out = console()
    for line in summary_lines(done.province, "th"):
        out.print(escape(line))
    out.print(escape(term_in("book_written", "th").format(path=done.book)))
    out.print(escape(term_in("demo_office", "th").format(path=good)))
