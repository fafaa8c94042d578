"""How one field's cell looks, what may be chosen in it and what the officer is told beside it."""

from collections.abc import Mapping

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pso_excel.core.bilingual import Words
from pso_excel.forms.choices import LISTS
from pso_excel.forms.schema import Field, Kind, Need, Shape, Writer
from pso_excel.templates.context import MESSAGE_LENGTH, MESSAGE_TITLE_LENGTH, Making
from pso_excel.templates.formulas import LEVELS, name_of
from pso_excel.templates.styles import (
    DATE,
    DATE_LONG,
)

REQUIRED = Words("ต้องกรอก", "required")


CONDITIONAL = Words("กรอกเมื่อเข้าเงื่อนไข", "required in some cases")


NOT_IN_LIST = Words(
    "ไม่มีในรายการ โปรดเลือกจากรายการ", "Not in the list. Please choose from the list."
)


OPEN = frozenset({Writer.OFFICE, Writer.FRAMEWORK})
"""Who writes a cell that the office may fill in on a spare row."""


STARRED = '@"\u00a0*"'  # a star after the label of a required field that never stands alone


NARROW = 12  # a figure in a column no wider stands in its middle


_LEFT: Mapping[str, object] = {"align": "left", "indent": 1, "text_wrap": True}


_CENTRE: Mapping[str, object] = {"align": "center", "text_wrap": True}


_RIGHT: Mapping[str, object] = {"align": "right", "indent": 1}


def alignment(one: Field, shape: Shape = Shape.GRID) -> dict[str, object]:
    """Where a value stands in its cell, and its number format."""
    if shape is Shape.RECORD:
        return {**_LEFT, "num_format": _number_format(one, DATE_LONG)}
    if one.kind in (Kind.CODE, Kind.CHOICE, Kind.DATE, Kind.LEVEL, Kind.COUNT, Kind.PERCENT):
        return {**_CENTRE, "num_format": _number_format(one, DATE)}
    if one.kind is Kind.NUMBER and one.width <= NARROW:
        return {**_CENTRE, "num_format": _number_format(one, DATE)}
    if one.kind in (Kind.NUMBER, Kind.MONEY):
        return {**_RIGHT, "num_format": _number_format(one, DATE)}
    if one.kind is Kind.REF and one.width <= 14:
        return dict(_CENTRE, num_format="@")
    return {**_LEFT, "num_format": _number_format(one, DATE)}


def _number_format(one: Field, date: str) -> str:
    if one.kind is Kind.DATE:
        return date
    if one.kind in (Kind.CODE, Kind.REF, Kind.REFS, Kind.PHONE) or one.fractions:
        return "@"
    if one.kind is Kind.NUMBER and one.writer in (Writer.SHEET, Writer.PROCESSOR):
        return "0.00"
    return "General"


def cell_style(making: Making, one: Field, meaning: str, shape: Shape = Shape.GRID) -> Format:
    """The style of a field's cell: what it means, with the field's own alignment and format."""
    return making.style(meaning, **alignment(one, shape))


def guide_cell(making: Making, sheet: Worksheet, one: Field, cells: str) -> None:
    """The input message, and the list to choose from, of the cells of a field."""
    title = making.say(one.label)[:MESSAGE_TITLE_LENGTH]
    need = {Need.REQUIRED: REQUIRED, Need.CONDITIONAL: CONDITIONAL}.get(one.need)
    message = making.say(one.hint) + (f" ({making.say(need)})" if need else "")
    options: dict[str, object] = {
        "validate": "any",
        "input_title": title,
        "input_message": message[:MESSAGE_LENGTH],
    }
    source = list_source(making, one)
    if source:
        options |= {
            "validate": "list",
            "source": f"={source}",
            "error_title": title,
            "error_message": making.say(NOT_IN_LIST),
            "error_type": "stop" if one.kind is Kind.CHOICE else "warning",
        }
    sheet.data_validation(cells, options)


def list_source(making: Making, one: Field) -> str:
    """The defined name of what may be chosen, or "" where anything may be typed."""
    if one.kind is Kind.CHOICE:
        return LISTS[one.choices].name
    if one.kind is Kind.LEVEL:
        return LEVELS
    if one.kind is Kind.REF:
        table, _, field = one.refers.rpartition(".")
        if table in making.tables:
            return name_of("KEYS", making.tables[table], field)
    return ""
