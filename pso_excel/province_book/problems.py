"""What was found, in the province and in every workbook, those to be mended first."""

from collections.abc import Iterator

from pso_excel.core.bilingual import Bilingual, Language
from pso_excel.core.messages import message, severity_of, term_in
from pso_excel.core.problem import Location, Problem, Severity
from pso_excel.province.office_digest import ProblemRow
from pso_excel.province_book.book import ACKNOWLEDGED, SEVERITIES, Book, remarked
from pso_excel.province_book.page import REMARK, Column, Marked, Page, Shown

SHEET = "ปัญหาที่พบ"
TITLE = Bilingual("ปัญหาที่พบ", "Problems found")
COLUMNS = (
    Column(Bilingual("ความสำคัญ", "Severity"), 13.5, "centre"),
    Column(Bilingual("รหัส", "Code"), 11, "centre"),
    Column(Bilingual("หน่วยงาน หรือไฟล์", "Office or file"), 33),
    Column(Bilingual("ขั้น", "Stage"), 7.5, "centre"),
    Column(Bilingual("แผ่น", "Sheet"), 14.5),
    Column(Bilingual("ช่อง", "Cell"), 9, "centre"),
    Column(Bilingual("กี่\nแห่ง", "Times"), 6, "whole"),
    Column(Bilingual("ปัญหาและวิธีแก้", "What is wrong and how to mend it"), 70.5),
    Column(Bilingual("กติกา", "Rule"), 7.5, "centre"),
    REMARK,
)
NAMING = ((1, 2), (3,), (4,), (5,), (8,))  # office, else file; stage, sheet, cell and rule
ORDER = tuple(Severity)


def write(book: Book) -> None:
    """The problems of the batch first, then the offices by code; the gravest of each first.

    The same fault in several cells of a column is one line with its first cell and their number.
    """
    page = book.page(SHEET, TITLE, len(COLUMNS))
    page.columns(COLUMNS, NAMING)
    names = {office.code: office.name for office in book.province.offices}
    for problem in _by_weight(list(book.province.problems)):
        place = problem.location
        name = names.get(place.office, "") if place.office else place.file
        _add(book, page, problem, (place.office, name), 1)
    for office in book.province.offices:
        if office.digest:
            faults = [(_problem(row, office.code), row.times) for row in office.digest.faults]
            for problem, times in sorted(faults, key=lambda found: _weight(found[0])):
                _add(book, page, problem, (office.code, office.name), times)
    page.end(frozen=4)


def _problem(row: ProblemRow, office: str) -> Problem:
    place = Location(sheet=row.sheet, cell=row.cell, stage=row.stage, office=office)
    return Problem(row.code, place, dict(row.values), row.severity, row.reason)


def _weight(problem: Problem) -> tuple[int, bool]:
    return ORDER.index(severity_of(problem)), problem.reason != ""


def _by_weight(problems: list[Problem]) -> Iterator[Problem]:
    yield from sorted(problems, key=_weight)


def _sentence(problem: Problem, language: Language) -> str:
    text = message(problem, language)
    if not problem.reason:
        return text
    return f"{text} {term_in('office_reason', language).format(reason=problem.reason)}"


def _add(book: Book, page: Page, problem: Problem, office: tuple[str, str], times: int) -> None:
    words, mark = ACKNOWLEDGED if problem.reason else SEVERITIES[severity_of(problem)]
    place = problem.location
    line: list[Shown] = [
        Marked(book.in_language(words), mark),
        *office,
        place.stage,
        place.sheet,
        place.cell,
        times if times > 1 else None,
        _sentence(problem, book.language),
        problem.code,
    ]
    page.add(remarked(book, page, line))
