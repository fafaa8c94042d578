"""The files of the inbox that do not count, each with the reason."""

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.messages import message
from pso_excel.core.problem import Problem
from pso_excel.province.select import Outcome
from pso_excel.province.standing import file_name_has_code
from pso_excel.province_book.book import OUTCOMES, Book
from pso_excel.province_book.page import Column, Marked

SHEET = "ไฟล์ที่ไม่นับ"
TITLE = Bilingual("ไฟล์ที่ไม่นับรวม และเหตุผล", "Files not included, and why")
COLUMNS = (
    Column(Bilingual("ไฟล์", "File"), 37),
    Column(Bilingual("ผล", "Outcome"), 17, "centre"),
    Column(Bilingual("รหัส", "Code"), 11, "centre"),
    Column(Bilingual("หน่วยงาน", "Office"), 30),
    Column(Bilingual("รอบ", "Round"), 9, "centre"),
    Column(Bilingual("เหตุผลและวิธีแก้", "Reason and remedy"), 70.5),
)
NAMING = ((0,),)
NOTHING = Bilingual("✔ นับครบทุกไฟล์", "✔ every file counts")
GUESSED = Bilingual("(จากชื่อไฟล์)", "(by the file's name)")
INSTEAD = Bilingual("ใช้ไฟล์นี้แทน: {files}", "This file counts instead: {files}")


def write(book: Book) -> None:
    """One line a file that does not count, by name; a line that says so when there is none."""
    page = book.page(SHEET, TITLE, len(COLUMNS))
    page.columns(COLUMNS, NAMING)
    offices = {office.code: office for office in book.province.offices}
    left_out = [file for file in book.province.files if file.outcome is not Outcome.USED]
    for file in left_out:
        words, mark = OUTCOMES[file.outcome]
        office = offices.get(file.office)
        used = office.files if office else ()
        page.add(
            [
                file.file,
                Marked(book.in_language(words), mark),
                file.office,
                office.name if office else file.name or _by_file_name(book, file.file),
                file.round,
                _reason(book, file.problem, file.outcome, used),
            ]
        )
    if not left_out:
        page.add([book.in_language(NOTHING), *[None] * (len(COLUMNS) - 1)])
    page.end(frozen=2)


def _by_file_name(book: Book, file: str) -> str:
    """The office whose code is in the name of a file that cannot be read."""
    name = next(
        (office.name for office in book.province.offices if file_name_has_code(file, office.code)),
        "",
    )
    return f"{name} {book.in_language(GUESSED)}" if name else ""


def _reason(book: Book, problem: Problem | None, outcome: Outcome, used: tuple[str, ...]) -> str:
    if problem:
        return message(problem, book.language)
    if outcome is Outcome.REPLACED:
        return book.in_language(INSTEAD).format(files=", ".join(used))
    return ""
