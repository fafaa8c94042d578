"""Rows and wrong values made from the fields of a form alone, for property tests."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from pso_excel import Framework
from pso_excel.core import thai
from pso_excel.forms.choices import LISTS
from pso_excel.forms.schema import Field, FieldFault, FilledBy, Kind, Requirement, Table, When
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
    fields = [field for field in table.fields if is_typed(field)]
    row = {field.id: draw(valid_values(field, framework, keys)) for field in fields}
    for field in fields:
        if field.need is not Requirement.REQUIRED and not draw(st.booleans()):
            del row[field.id]
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
            field
            for field in fields
            if field.id not in whole
            and field.need is Requirement.CONDITIONAL
            and all(holds(when, whole) for when in field.when)
        ]
        if not due:
            return added
        for field in due:
            added[field.id] = draw(valid_values(field, framework, keys))


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
        return st.sampled_from([choice.code for choice in LISTS[field.choices].choices])
    if field.kind is Kind.CODE:
        return _codes()
    if field.kind in (Kind.REF, Kind.REFS):
        known = keys.get(field.refers)
        item = st.sampled_from(list(known)) if known else _codes()
        if field.kind is Kind.REF:
            return item
        return st.lists(item, min_size=1, max_size=3, unique=True).map(tuple)
    if field.kind is Kind.EMAIL:
        return st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.go\.th", fullmatch=True)
    if field.kind is Kind.PHONE:
        return st.from_regex(r"0[0-9]{2}-[0-9]{3}-[0-9]{3,4}", fullmatch=True)
    return (
        st.text(LETTERS, min_size=1, max_size=min(field.max_length, 30))
        .map(thai.clean)
        .filter(bool)
    )


def invalid_values(field: Field) -> st.SearchStrategy[tuple[Value, FieldFault]]:
    """Values that may not stand in a field, each with its fault."""
    return st.sampled_from(list(_wrong(field)))


def is_typed(field: Field) -> bool:
    """Whether an office may type in it."""
    return field.writer in (FilledBy.OFFICE, FilledBy.FRAMEWORK)


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
    low = lowest if field.minimum is None else field.minimum
    high = WIDEST if field.maximum is None else field.maximum
    places = 0 if field.kind is Kind.COUNT else 2
    return st.decimals(low, high, places=places, allow_nan=False, allow_infinity=False)


def _wrong(field: Field) -> Iterator[tuple[Value, FieldFault]]:
    day, moment, word = date(2026, 1, 15), datetime(2026, 1, 15, 8, 30), "ไม่ใช่ค่านี้"
    kind, choice = FieldFault.KIND, FieldFault.CHOICE
    if field.kind in NUMBERS:
        yield from ((word, kind), ("12", kind), (day, kind))
        yield from ((Decimal("NaN"), kind), (Decimal("Infinity"), kind))
        if field.minimum is not None:
            yield field.minimum - 1, FieldFault.RANGE
        if field.maximum is not None:
            yield field.maximum + 1, FieldFault.RANGE
        if field.kind is Kind.COUNT:
            yield (field.minimum or 0) + Decimal("1.5"), kind
        elif field.maximum is not None:
            yield field.maximum + CENT, FieldFault.RANGE
    elif field.kind is Kind.LEVEL:
        yield from ((Decimal(99), choice), (Decimal("2.5"), choice))
        yield from ((Decimal(-1), choice), ("2", kind), (day, kind))
    elif field.kind is Kind.DATE:
        yield from (("15/01/2569", kind), (Decimal(46037), kind), (moment, kind))
    elif field.kind is Kind.CHOICE:
        yield from ((word, choice), (Decimal(1), kind), (("yes",), kind))
    elif field.kind is Kind.REFS:
        yield from (("E001, E002", kind), ((), kind))
        yield ("E" * (field.max_length + 1),), FieldFault.LENGTH
    else:
        yield from ((Decimal(5), kind), (day, kind), (("A01",), kind))
        yield "ก" * (field.max_length + 1), FieldFault.LENGTH
