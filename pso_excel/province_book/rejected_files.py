"""The files of the inbox that do not count, each with the reason."""

from pso_excel.core.bilingual import Words
from pso_excel.core.messages import sentence
from pso_excel.core.problem import Problem
from pso_excel.province.select import Outcome
from pso_excel.province.standing import bears
from pso_excel.province_book.book import OUTCOMES, Book
from pso_excel.province_book.page import Column, Marked

SHEET = "ไฟล์ที่ไม่นับ"
TITLE = Words("ไฟล์ที่ไม่นับรวม และเหตุผล", "Files not included, and why")
COLUMNS = (
    Column(Words("ไฟล์", "File"), 37),
    Column(Words("ผล", "Outcome"), 17, "centre"),
    Column(Words("รหัส", "Code"), 11, "centre"),
    Column(Words("หน่วยงาน", "Office"), 30),
    Column(Words("รอบ", "Round"), 9, "centre"),
    Column(Words("เหตุผลและวิธีแก้", "Reason and remedy"), 70.5),
)
NAMING = ((0,),)
NOTHING = Words("✔ นับครบทุกไฟล์", "✔ every file counts")
GUESSED = Words("(จากชื่อไฟล์)", "(by the file's name)")
INSTEAD = Words("ใช้ไฟล์นี้แทน: {files}", "This file counts instead: {files}")


def write(book: Book) -> None:
    """One line a file that does not count, by name; a line that says so when there is none."""
    page = book.page(SHEET, TITLE, len(COLUMNS))
    page.columns(COLUMNS, NAMING)
    offices = {one.code: one for one in book.province.offices}
    left_out = [one for one in book.province.files if one.outcome is not Outcome.USED]
    for one in left_out:
        words, mark = OUTCOMES[one.outcome]
        office = offices.get(one.office)
        used = office.files if office else ()
        page.add(
            [
                one.file,
                Marked(book.say(words), mark),
                one.office,
                office.name if office else one.name or _by_file_name(book, one.file),
                one.round,
                _reason(book, one.problem, one.outcome, used),
            ]
        )
    if not left_out:
        page.add([book.say(NOTHING), *[None] * (len(COLUMNS) - 1)])
    page.end(frozen=2)


def _by_file_name(book: Book, file: str) -> str:
    """The office whose code is in the name of a file that cannot be read."""
    name = next((one.name for one in book.province.offices if bears(file, one.code)), "")
    return f"{name} {book.say(GUESSED)}" if name else ""


def _reason(book: Book, problem: Problem | None, outcome: Outcome, used: tuple[str, ...]) -> str:
    if problem:
        return sentence(problem, book.language)
    if outcome is Outcome.REPLACED:
        return book.say(INSTEAD).format(files=", ".join(used))
    return ""
