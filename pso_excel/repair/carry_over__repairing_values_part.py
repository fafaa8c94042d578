"""A typed value on its way into a fresh cell: as it stands, and never read differently there."""

from datetime import date, datetime
from decimal import Decimal

from pso_excel.forms.schema import Field, Kind
from pso_excel.framework.pack import Framework
from pso_excel.intake.cell_parsers import Heard, as_typed
from pso_excel.intake.table_values import reader_of
from pso_excel.xlsx.workbook import Cell, Shown

Written = str | Decimal | date
_MIDNIGHT = (0, 0, 0, 0)
_EPOCH = datetime(1899, 12, 30)
_DAY = 86_400


def as_written(one: Field, cell: Cell, framework: Framework) -> Written | None:
    """What to write into the field's fresh cell so that it is read there as it was before; None
    for nothing, or for an error, which is no value.

    Texts go as they are, spelt as typed. A number stays a number unless its old format gave it
    another meaning (0.4 shown as 40 %): then it is written as it was seen. A day that no program
    would take for one is written as text.
    """
    value = cell.value
    if cell.error or value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return _number(one, value, cell, framework)
    if isinstance(value, datetime):
        return _moment(one, value)
    return as_typed(value, cell.shown)


def _number(one: Field, value: Decimal, cell: Cell, framework: Framework) -> Written:
    if not value.is_finite():
        return str(value)
    read = reader_of(one, framework)
    before, after = read(value, cell.shown), read(value, Shown.GENERAL)
    if cell.shown is Shown.PERCENT and _meant(before) != _meant(after):
        return as_typed(value, cell.shown)
    return value


def _moment(one: Field, value: datetime) -> Written:
    if one.kind is not Kind.DATE:
        return as_typed(value)
    if (value.hour, value.minute, value.second, value.microsecond) == _MIDNIGHT:
        return value.date()
    passed = value - _EPOCH
    return Decimal(passed.days) + Decimal(passed.seconds) / _DAY


def _meant(got: object) -> object:
    return got.value if isinstance(got, Heard) else got


def shown_as(cell: Cell) -> str:
    """A value in words for the sheet of unplaced values: whole, as the officer saw it."""
    if cell.error:
        return cell.error
    if isinstance(cell.value, str):
        return cell.value
    return as_typed(cell.value, cell.shown)
