"""The rules whose severity the province changed; a province that changed none has no such sheet."""

from pso_excel.core.bilingual import Words
from pso_excel.core.messages import worded
from pso_excel.province_book.book import Book
from pso_excel.province_book.page import Column, Marked

SHEET = "กติกาที่ปรับ"
COLUMNS = (
    Column(Words("กติกา", "Rule"), 11, "centre"),
    Column(Words("เรื่อง", "What it tells"), 90),
    Column(Words("เดิม", "Usually"), 22, "centre"),
    Column(Words("จังหวัดนี้", "In this province"), 22, "centre"),
)
NAMING = ((0,),)
_MARKS = {"–": "none", "▲": "care", "✖": "wrong"}


def write(book: Book) -> None:
    """One line a rule: what it is about, how much it matters usually, and here."""
    if not book.province.changes:
        return
    page = book.page(SHEET, worded("rules_changed"), len(COLUMNS))
    page.columns(COLUMNS, NAMING)
    for one in book.province.changes:
        severities = (_marked(book, words) for words in (one.usual, one.here))
        page.add([one.code, book.say(one.about), *severities])
    page.end(frozen=1)


def _marked(book: Book, words: Words) -> Marked:
    text = book.say(words)
    return Marked(text, _MARKS[text[0]])
