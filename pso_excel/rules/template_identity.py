"""T: what the workbook says of itself, held against its own second record and against the cover.

The identity stands twice in a workbook: in the cells of the hidden sheet ``_meta``, and as document
properties, which no one meets by chance.
"""

from collections.abc import Iterator

from pso_excel.core import thai
from pso_excel.core.bilingual import Bilingual, Language
from pso_excel.core.messages import term
from pso_excel.core.problem import Location, Problem
from pso_excel.forms.layout import META_SHEET
from pso_excel.intake import COVER
from pso_excel.intake.workbook_identity import identity_cell
from pso_excel.model.submission import TableRows
from pso_excel.rules.context import Rule, RuleContext
from pso_excel.rules.s00_header import ROUND
from pso_excel.xlsx.workbook import Sheet, format_address

NAMES = (
    "PSO_TEMPLATE_ID",
    "PSO_TEMPLATE_VERSION",
    "PSO_OFFICE",
    "PSO_ROUND",
    "PSO_FRAMEWORK",
    "PSO_LANGUAGE",
    "PSO_FINGERPRINT",
)
ESSENTIAL = frozenset({"PSO_TEMPLATE_ID", "PSO_TEMPLATE_VERSION", "PSO_FRAMEWORK"})
_SHOWN = 60


def identity_lost(context: RuleContext) -> Iterator[Problem]:
    """T126: the hidden sheet that says what the workbook is, or a part of it, is gone."""
    lost = [name for name in NAMES if name in ESSENTIAL and not _cell(context, name)[0]]
    if lost:
        labels = [_label(name) for name in lost]
        what = Bilingual(
            ", ".join(words.th for words in labels), ", ".join(words.en for words in labels)
        )
        yield Problem("T126", Location(sheet=META_SHEET), {"what": what})


def identity_changed(context: RuleContext) -> Iterator[Problem]:
    """T127: a part of the identity differs from its second record in the document's properties."""
    for name in NAMES:
        sheet, cell, new = _cell(context, name)
        old = context.book.properties.get(name)
        if cell and old is not None and old.strip() != new:
            values = {"what": _label(name), "old": _quoted(old.strip()), "new": _quoted(new)}
            yield Problem("T127", Location(sheet=sheet, cell=cell), values)


def round_differs(context: RuleContext) -> Iterator[Problem]:
    """T128: the cover names another round than the workbook was made for; what is no round at all
    is H204."""
    entries, row = context.submission.tables.get(COVER), context.submission.record(COVER)
    made = context.book.properties.get("PSO_ROUND", "") or context.identity.round
    typed = row.text("round") if row else ""
    another = ROUND.fullmatch(typed) and thai.code_key(typed) != thai.code_key(made)
    if entries and row and made and another:
        yield Problem("T128", entries.locate(row, "round"), {"value": typed, "made": made})


def _cell(context: RuleContext, name: str) -> tuple[str, str, str]:
    """The sheet, the address and the text of a part of the identity; empty where it is lost."""
    area = identity_cell(context.book, name)
    if area is None:
        return "", "", ""
    value = context.book.sheets[area.sheet].cell(area.top, area.left).value
    cell = format_address(area.top, area.left)
    return area.sheet, cell, "" if value is None else str(value).strip()


def _label(name: str) -> Bilingual:
    return term(f"identity_{name.removeprefix('PSO_').lower()}")


def _quoted(text: str) -> str:
    return text[:_SHOWN] or "–"


RULES: tuple[Rule, ...] = (identity_lost, identity_changed, round_differs)


CHECKED_BY_US = frozenset({"CHECK", "SUMMARY"})


def language_of(context: RuleContext) -> Language:
    """The language the form was issued in."""
    return "en" if context.submission.language == "en" else "th"


def issued_tables(context: RuleContext) -> Iterator[tuple[TableRows, Sheet]]:
    """The tables an office fills in, each with its sheet."""
    for entries in context.submission.tables.values():
        sheet = context.book.sheets.get(entries.sheet)
        if sheet is not None and entries.table.stage not in CHECKED_BY_US:
            yield entries, sheet


def is_older(context: RuleContext) -> bool:
    """Whether it was made from an older template, whose words may have been others."""
    return context.identity.is_older


def text_at(sheet: Sheet, row: int, column: int) -> str:
    """What stands in a cell as text, ``""`` for nothing."""
    value = sheet.cell(row, column).value
    return "" if value is None else str(value).strip()
