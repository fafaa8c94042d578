"""Rows and wrong values made from the fields of a form alone, for property tests."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from pso_excel.core import thai
from pso_excel.forms.choices import LISTS
from pso_excel.forms.schema import Fault, Field, Kind, Need, Table, When, Writer
from pso_excel.framework.pack import Framework
from pso_excel.model.submission import Value

NUMBERS = frozenset({Kind.NUMBER, Kind.COUNT, Kind.PERCENT, Kind.MONEY})
WIDEST = Decimal(1_000_000)
CENT = Decimal("0.01")
LETTERS = "กขคงจฉชซญดตถทธนบปผพฟมยรลวสหอฮ abcXYZ 0123456789 ./-()"
NO_KEYS: Mapping[str, Sequence[str]] = {}


@st.composite
def valid_rows(
    draw: st.DrawFn,
    table: Table,
    framework: Framework,
    keys: Mapping[str, Sequence[str]] = NO_KEYS,
) -> dict[str, Value]:
    """A row an office may send: what is needed is there, what is optional may be.

    ``keys`` are the keys that exist, by what refers to them (``"STAFF.people.name"``).
    """
    fields = [one for one in table.fields if is_typed(one)]
    row = {one.id: draw(valid_values(one, framework, keys)) for one in fields}
    for one in fields:
        if one.need is not Need.REQUIRED and not draw(st.booleans()):
            del row[one.id]
    return {**row, **draw(completing(row, fields, framework, keys))}


@st.composite
def completing(
    draw: st.DrawFn,
    row: Mapping[str, Value],
    fields: Sequence[Field],
    framework: Framework,
    keys: Mapping[str, Sequence[str]],
) -> dict[str, Value]:
    """What the row still needs because of what stands in it, and because of that in turn."""
    added: dict[str, Value] = {}
    while True:
        whole = {**row, **added}
        due = [
            one
            for one in fields
            if one.id not in whole
            and one.need is Need.CONDITIONAL
            and all(holds(when, whole) for when in one.when)
        ]
        if not due:
            return added
        for one in due:
            added[one.id] = draw(valid_values(one, framework, keys))


def valid_values(
    field: Field, framework: Framework, keys: Mapping[str, Sequence[str]] = NO_KEYS
) -> st.SearchStrategy[Value]:
    """Values that may stand in a field."""
    if field.kind in NUMBERS:
        return _numbers(field)
    if field.kind is Kind.LEVEL:
        return st.sampled_from([Decimal(level.number) for level in framework.rubric])
    if field.kind is Kind.DATE:
        return st.dates(date(2015, 1, 1), date(2035, 12, 31))
    if field.kind is Kind.CHOICE:
        return st.sampled_from([one.code for one in LISTS[field.choices].choices])
    if field.kind is Kind.CODE:
        return _codes()
    if field.kind in (Kind.REF, Kind.REFS):
        known = keys.get(field.refers)
        one = st.sampled_from(list(known)) if known else _codes()
        if field.kind is Kind.REF:
            return one
        return st.lists(one, min_size=1, max_size=3, unique=True).map(tuple)
    if field.kind is Kind.EMAIL:
        return st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.go\.th", fullmatch=True)
    if field.kind is Kind.PHONE:
        return st.from_regex(r"0[0-9]{2}-[0-9]{3}-[0-9]{3,4}", fullmatch=True)
    return (
        st.text(LETTERS, min_size=1, max_size=min(field.longest, 30)).map(thai.clean).filter(bool)
    )


def invalid_values(field: Field) -> st.SearchStrategy[tuple[Value, Fault]]:
    """Values that may not stand in a field, each with its fault."""
    return st.sampled_from(list(_wrong(field)))


def is_typed(field: Field) -> bool:
    """Whether an office may type in it."""
    return field.writer in (Writer.OFFICE, Writer.FRAMEWORK)


def holds(when: When, row: Mapping[str, Value]) -> bool:
    """Whether a condition holds in a row; a field of another table's row is not known here."""
    value = row.get(when.field)
    if value is None or not when.values:
        return value is not None
    text = format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
    return text in when.values


def _codes() -> st.SearchStrategy[str]:
    return st.from_regex(r"[A-Z][0-9]{1,3}(\.[0-9]{1,2})?", fullmatch=True)


def _numbers(field: Field) -> st.SearchStrategy[Decimal]:
    lowest = Decimal(0) if field.kind is Kind.COUNT else -WIDEST
    low = lowest if field.low is None else field.low
    high = WIDEST if field.high is None else field.high
    places = 0 if field.kind is Kind.COUNT else 2
    return st.decimals(low, high, places=places, allow_nan=False, allow_infinity=False)


def _wrong(field: Field) -> Iterator[tuple[Value, Fault]]:
    day, moment, word = date(2026, 1, 15), datetime(2026, 1, 15, 8, 30), "ไม่ใช่ค่านี้"
    if field.kind in NUMBERS:
        yield from ((word, Fault.KIND), ("12", Fault.KIND), (day, Fault.KIND))
        yield from ((Decimal("NaN"), Fault.KIND), (Decimal("Infinity"), Fault.KIND))
        if field.low is not None:
            yield field.low - 1, Fault.RANGE
        if field.high is not None:
            yield field.high + 1, Fault.RANGE
        if field.kind is Kind.COUNT:
            yield (field.low or 0) + Decimal("1.5"), Fault.KIND
        elif field.high is not None:
            yield field.high + CENT, Fault.RANGE
    elif field.kind is Kind.LEVEL:
        yield from ((Decimal(99), Fault.CHOICE), (Decimal("2.5"), Fault.CHOICE))
        yield from ((Decimal(-1), Fault.CHOICE), ("2", Fault.KIND), (day, Fault.KIND))
    elif field.kind is Kind.DATE:
        yield from (("15/01/2569", Fault.KIND), (Decimal(46037), Fault.KIND), (moment, Fault.KIND))
    elif field.kind is Kind.CHOICE:
        yield from ((word, Fault.CHOICE), (Decimal(1), Fault.KIND), (("yes",), Fault.KIND))
    elif field.kind is Kind.REFS:
        yield from (("E001, E002", Fault.KIND), ((), Fault.KIND))
        yield ("E" * (field.longest + 1),), Fault.LENGTH
    else:
        yield from ((Decimal(5), Fault.KIND), (day, Fault.KIND), (("A01",), Fault.KIND))
        yield "ก" * (field.longest + 1), Fault.LENGTH
