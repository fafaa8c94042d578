"""The rules whose severity the province changed; a province that changed none has no such sheet."""

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.messages import term
from pso_excel.province_book.book import Book
from pso_excel.province_book.page import Column, Marked

SHEET = "กติกาที่ปรับ"
COLUMNS = (
    Column(Bilingual("กติกา", "Rule"), 11, "centre"),
    Column(Bilingual("เรื่อง", "What it tells"), 90),
    Column(Bilingual("เดิม", "Usually"), 22, "centre"),
    Column(Bilingual("จังหวัดนี้", "In this province"), 22, "centre"),
)
NAMING = ((0,),)
_MARKS = {"–": "none", "▲": "care", "✖": "wrong"}


def write(book: Book) -> None:
    """One line a rule: what it is about, how much it matters usually, and here."""
    if not book.province.changes:
        return
    page = book.page(SHEET, term("rules_changed"), len(COLUMNS))
    page.columns(COLUMNS, NAMING)
    for change in book.province.changes:
        severities = (_marked(book, words) for words in (change.usual, change.here))
        page.add([change.code, book.in_language(change.about), *severities])
    page.end(frozen=1)


def _marked(book: Book, words: Bilingual) -> Marked:
    text = book.in_language(words)
    return Marked(text, _MARKS[text[0]])
