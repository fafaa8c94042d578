"""Values between Python and a cell: numbers are doubles, days count from 30 December 1899."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from numbers import Real
from typing import Any

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
