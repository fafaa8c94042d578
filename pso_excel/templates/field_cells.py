"""How one field's cell looks, what may be chosen in it and what the officer is told beside it."""

from collections.abc import Mapping

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pso_excel.core.bilingual import Bilingual
from pso_excel.forms.choices import LISTS
from pso_excel.forms.schema import Field, FilledBy, Kind, Requirement, Shape
from pso_excel.templates.context import MESSAGE_LENGTH, MESSAGE_TITLE_LENGTH, TemplateBuild
from pso_excel.templates.formulas import LEVELS, name_of
from pso_excel.templates.styles import (
    DATE,
    DATE_LONG,
)

REQUIRED = Bilingual("ต้องกรอก", "required")


CONDITIONAL = Bilingual("กรอกเมื่อเข้าเงื่อนไข", "required in some cases")


NOT_IN_LIST = Bilingual(
    "ไม่มีในรายการ โปรดเลือกจากรายการ", "Not in the list. Please choose from the list."
)


OPEN = frozenset({FilledBy.OFFICE, FilledBy.FRAMEWORK})
"""Who writes a cell that the office may fill in on a spare row."""


STARRED = '@"\u00a0*"'  # a star after the label of a required field that never stands alone


NARROW = 12  # a figure in a column no wider stands in its middle


_LEFT: Mapping[str, object] = {"align": "left", "indent": 1, "text_wrap": True}


_CENTRE: Mapping[str, object] = {"align": "center", "text_wrap": True}


_RIGHT: Mapping[str, object] = {"align": "right", "indent": 1}


def alignment(field: Field, shape: Shape = Shape.GRID) -> dict[str, object]:
    """Where a value stands in its cell, and its number format."""
    if shape is Shape.RECORD:
        return {**_LEFT, "num_format": _number_format(field, DATE_LONG)}
    if field.kind in (Kind.CODE, Kind.CHOICE, Kind.DATE, Kind.LEVEL, Kind.COUNT, Kind.PERCENT):
        return {**_CENTRE, "num_format": _number_format(field, DATE)}
    if field.kind is Kind.NUMBER and field.width <= NARROW:
        return {**_CENTRE, "num_format": _number_format(field, DATE)}
    if field.kind in (Kind.NUMBER, Kind.MONEY):
        return {**_RIGHT, "num_format": _number_format(field, DATE)}
    if field.kind is Kind.REF and field.width <= 14:
        return dict(_CENTRE, num_format="@")
    return {**_LEFT, "num_format": _number_format(field, DATE)}


def _number_format(field: Field, date: str) -> str:
    if field.kind is Kind.DATE:
        return date
    if field.kind in (Kind.CODE, Kind.REF, Kind.REFS, Kind.PHONE) or field.fractions:
        return "@"
    if field.kind is Kind.NUMBER and field.writer in (FilledBy.SHEET, FilledBy.PROCESSOR):
        return "0.00"
    return "General"


def cell_style(
    making: TemplateBuild, field: Field, meaning: str, shape: Shape = Shape.GRID
) -> Format:
    """The style of a field's cell: what it means, with the field's own alignment and format."""
    return making.style(meaning, **alignment(field, shape))


def guide_cell(making: TemplateBuild, sheet: Worksheet, field: Field, cells: str) -> None:
    """The input message, and the list to choose from, of the cells of a field."""
    title = making.in_language(field.label)[:MESSAGE_TITLE_LENGTH]
    need = {Requirement.REQUIRED: REQUIRED, Requirement.CONDITIONAL: CONDITIONAL}.get(field.need)
    message = making.in_language(field.hint) + (f" ({making.in_language(need)})" if need else "")
    options: dict[str, object] = {
        "validate": "any",
        "input_title": title,
        "input_message": message[:MESSAGE_LENGTH],
    }
    source = list_source(making, field)
    if source:
        options |= {
            "validate": "list",
            "source": f"={source}",
            "error_title": title,
            "error_message": making.in_language(NOT_IN_LIST),
            "error_type": "stop" if field.kind is Kind.CHOICE else "warning",
        }
    sheet.data_validation(cells, options)


def list_source(making: TemplateBuild, column_field: Field) -> str:
    """The defined name of what may be chosen, or "" where anything may be typed."""
    if column_field.kind is Kind.CHOICE:
        return LISTS[column_field.choices].name
    if column_field.kind is Kind.LEVEL:
        return LEVELS
    if column_field.kind is Kind.REF:
        table, _, field = column_field.refers.rpartition(".")
        if table in making.tables:
            return name_of("KEYS", making.tables[table], field)
    return ""
