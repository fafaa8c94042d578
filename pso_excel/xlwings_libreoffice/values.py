"""What stands in a range, read and written in as few calls of UNO as there can be."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from numbers import Real
from typing import Any, cast

from pso_excel.xlwings_libreoffice.shapes import notes_within

Plain = str | float | bool | datetime | time | None
EPOCH = datetime(1899, 12, 30)
DAY = timedelta(days=1)


class CellError(str):
    """The text of an error, such as ``"#N/A"``: no text that somebody typed."""


def serial(value: date | time) -> float:
    """The number of a day or a time of day: days since 30 December 1899, whatever the year."""
    if isinstance(value, time):
        value = datetime.combine(EPOCH, value)
    elif not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return (value - EPOCH) / DAY


def moment(number: float) -> datetime | float:
    """The day and time of a number, to the millisecond; the number itself when there is none."""
    try:
        return EPOCH + timedelta(milliseconds=round(number * 86_400_000))
    except OverflowError:
        return number


def for_writing(value: object) -> Plain:
    """A value of Python as a cell can hold it; what cannot be a value becomes its text."""
    if value is None or value != value:  # not a number: no value
        return None
    item: Any = getattr(value, "item", None)
    if callable(item):  # a number of numpy
        return for_writing(item())
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, (bool, time)):
        return value
    return float(value) if isinstance(value, (Real, Decimal)) else str(value)


def for_reading(
    value: Any,
    build_datetime: Callable[..., Any],
    empty: object,
    build_number: Callable[[float], Any] | None,
    errors: bool,
) -> Any:
    """A value of a cell as the options of xlwings want it."""
    if value is None or value == "":
        return empty
    if isinstance(value, CellError):
        return str(value) if errors else empty
    if isinstance(value, datetime) and build_datetime is not datetime:
        day, clock = (value.year, value.month, value.day), (value.hour, value.minute, value.second)
        names = ("year", "month", "day", "hour", "minute", "second", "microsecond")
        parts = (*day, *clock, value.microsecond)
        return build_datetime(**dict(zip(names, parts, strict=True)))
    if build_number is not None and isinstance(value, float):
        return build_number(value)
    return value


Range = Any  # of the engine, a floor above

DATES = 2  # com.sun.star.sheet.CellFlags.DATETIME
AMBIGUOUS = "AMBIGUOUS_VALUE"
Spot = tuple[int, int]
Area = tuple[int, int, int, int]


def values_of(cells: Range) -> list[list[Any]]:
    """Numbers, texts, moments, booleans; None for nothing, a :class:`CellError` for an error."""
    rows: list[list[Any]] = [list(row) for row in cells.api.getDataArray()]
    numbers: list[Spot] = []
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is None:
                row[column] = CellError(cells.api.getCellByPosition(column, line).String)
            elif value == "":
                row[column] = None
            elif not isinstance(value, str):
                numbers.append((line, column))
    formats = cells.sheet.book.formats
    for (line, column), key in _keys(cells, numbers):
        if formats.is_moment(key):
            rows[line][column] = moment(rows[line][column])
        elif formats.is_logical(key):
            rows[line][column] = bool(rows[line][column])
    return rows


def _keys(cells: Range, spots: Sequence[Spot]) -> Iterable[tuple[Spot, int]]:
    """The keys of the number formats at some places of a range: one question where all agree."""
    if not spots:
        return
    lines, columns = [at[0] for at in spots], [at[1] for at in spots]
    block = cells.api.getCellRangeByPosition(min(columns), min(lines), max(columns), max(lines))
    # A formula in a plain cell has a format of its own, which only the cell itself tells.
    key = int(block.NumberFormat)
    if len(spots) == 1 or (key and block.getPropertyState("NumberFormat").value != AMBIGUOUS):
        yield from ((spot, key) for spot in spots)
        return
    half = len(spots) // 2
    by_column = sorted(spots, key=lambda at: (at[1], at[0]))
    yield from _keys(cells, by_column[:half])
    yield from _keys(cells, by_column[half:])


def put_values(cells: Range, value: Any) -> None:
    """Write values; a text stays a text whatever it begins with, notes stay where they are, and a
    day keeps the cell's format if that shows days."""
    with cells.sheet.book.one_step():
        _put_rows(cells, _rows(cells, value))


def _put_rows(cells: Range, rows: list[list[Any]]) -> None:
    api = cells.api
    notes = notes_within(cells.sheet, api)
    api.setDataArray(tuple(tuple(_plain(item) for item in row) for row in rows))
    for note, text in notes:
        cells.sheet.range((note.row, note.column)).add_note(text)
    special = {
        (line, column): item
        for line, row in enumerate(rows)
        for column, item in enumerate(row)
        if isinstance(item, (bool, date, time))
    }
    formats = cells.sheet.book.formats
    for (line, column), key in list(_keys(cells, list(special))):
        item = special[line, column]
        fits = formats.is_logical(key) if isinstance(item, bool) else formats.is_moment(key)
        if not fits:
            api.getCellByPosition(column, line).NumberFormat = formats.default_format(item)


def _rows(cells: Range, value: Any) -> list[list[Any]]:
    """Values in the shape of the range; a scalar fills it."""
    if not isinstance(value, (list, tuple)):
        return [[value] * cells.shape[1] for _ in range(cells.shape[0])]
    lines = cast("Sequence[Any]", value)
    return [_line(line) for line in lines]


def _line(line: Any) -> list[Any]:
    return list(cast("Sequence[Any]", line)) if isinstance(line, (list, tuple)) else [line]


def _plain(value: Any) -> str | float:
    """A value as ``setDataArray`` takes it."""
    if value is None:
        return ""
    if isinstance(value, (date, time)):
        return serial(value)
    return value if isinstance(value, str) else float(value)


def formulas_of(cells: Range) -> list[list[str]]:
    """Formulas in Excel's way of writing, and what was typed elsewhere."""
    translate = cells.sheet.book.formulas.to_excel
    return [[_excel(formula, translate) for formula in row] for row in cells.api.getFormulaArray()]


def _excel(text: str, translate: Any) -> str:
    if text.startswith("="):
        return f"={translate(text[1:])}"
    return text.removeprefix("'")


def put_formulas(cells: Range, value: Any) -> None:
    """Write formulas given in Excel's way; what does not begin with ``=`` is taken as typed.

    One formula for many cells is the first one's: references move along, as in Excel.
    """
    rows = _rows(cells, value)
    translate = cells.sheet.book.formulas.to_calc
    block = tuple(tuple(_calc(item, translate) for item in row) for row in rows)
    with cells.sheet.book.one_step():
        _put_block(cells, block, isinstance(value, (list, tuple)) or len(cells) == 1)


def _put_block(cells: Range, block: tuple[tuple[str, ...], ...], each: bool) -> None:
    api = cells.api
    notes = notes_within(cells.sheet, api)
    if each:
        api.setFormulaArray(block)
    else:
        api.getCellByPosition(0, 0).setFormula(block[0][0])
        api.fillAuto(0, 1) if cells.shape[0] > 1 else None
        api.fillAuto(1, 1) if cells.shape[1] > 1 else None
    for note, text in notes:
        cells.sheet.range((note.row, note.column)).add_note(text)


def _calc(value: Any, translate: Any) -> str:
    text = "" if value is None else str(value)
    return f"={translate(text[1:])}" if text.startswith("=") and len(text) > 1 else text
