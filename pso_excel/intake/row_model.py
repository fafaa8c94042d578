"""The strict model of a row, made from the fields of a form and nothing else.

Values are candidates already read into their types (``pso_excel.submission.Value``). Nothing is
parsed here: a text is never taken for a number, nor a number for a date.

The models are pydantic's, given to its core as it wants them: making 24 classes of them first took
longer than reading a workbook.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from pydantic_core import CoreSchema, SchemaValidator, ValidationError, core_schema

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.figures import format_plain
from pso_excel.core.performance import cache_by_identity
from pso_excel.forms.choices import LISTS
from pso_excel.forms.schema import Field, FieldFault, FilledBy, Kind, Requirement, Table
from pso_excel.framework.pack import Framework
from pso_excel.model.submission import Value

NUMBERS: Final = frozenset({Kind.NUMBER, Kind.COUNT, Kind.PERCENT, Kind.MONEY})

Levels = tuple[Decimal, ...]

_TYPED: Final = frozenset({FilledBy.OFFICE, FilledBy.FRAMEWORK})
# A missing field is judged by whoever knows the other fields of the row; a computed cell is not
# the office's, whatever stands in it. Every other error that is not named here is of the kind.
_SILENT: Final = frozenset({"missing", "extra_forbidden"})
_FAULTS: Final = {
    "literal_error": FieldFault.CHOICE,
    "greater_than_equal": FieldFault.RANGE,
    "less_than_equal": FieldFault.RANGE,
    "string_too_long": FieldFault.LENGTH,
}


class RowFault(NamedTuple):
    """One field whose value cannot stand: the fault, and what would be accepted, ready to print."""

    field: str
    fault: FieldFault
    limits: str | Bilingual


@cache_by_identity
def row_model(table: Table, framework: Framework) -> SchemaValidator:
    """The model of a row of that table: strict, with nothing but its fields.

    It has the fields an office may type (also those the framework fills in fixed rows); required
    ones must be there. LEVEL fields take the levels of the framework's rubric.
    """
    levels = levels_of(framework)
    fields = {
        field.id: core_schema.typed_dict_field(
            _schema(field, levels), required=field.need is Requirement.REQUIRED
        )
        for field in table.fields
        if field.writer in _TYPED
    }
    return SchemaValidator(
        core_schema.typed_dict_schema(fields, extra_behavior="forbid", config={"strict": True})
    )


def row_faults(
    table: Table, framework: Framework, values: Mapping[str, Value]
) -> tuple[RowFault, ...]:
    """Every field of the row whose value cannot stand, in the order of the form; () when clean.

    Blank fields are left out of ``values`` and never a fault here: whether a field is needed, and
    whether a reference is known, is for those who see the whole row and the other tables. A number
    that should be whole is a fault of its KIND, with the range as its limits.
    """
    try:
        row_model(table, framework).validate_python(values)
    except ValidationError as error:
        levels = levels_of(framework)
        found: dict[str, RowFault] = {}
        for detail in error.errors(include_url=False, include_input=False):
            field_id, kind = str(detail["loc"][0]), detail["type"]
            if kind not in _SILENT and field_id not in found:
                fault = _FAULTS.get(kind, FieldFault.KIND)
                found[field_id] = RowFault(
                    field_id, fault, limits_of(table.field(field_id), fault, levels)
                )
        return tuple(found.values())
    return ()


def levels_of(framework: Framework) -> Levels:
    """The levels of the rubric as numbers a cell may hold."""
    return tuple(Decimal(level.number) for level in framework.rubric)


def limits_of(field: Field, fault: FieldFault, levels: Levels) -> str | Bilingual:
    """What a field accepts, ready to print: a range, a length, the words of its list."""
    if field.kind is Kind.LEVEL:
        return ", ".join(format_plain(level) for level in levels)
    if fault is FieldFault.LENGTH:
        return str(field.max_length)
    if fault is FieldFault.CHOICE:
        choices = LISTS[field.choices].choices
        return Bilingual(
            ", ".join(choice.words.th for choice in choices),
            ", ".join(choice.words.en for choice in choices),
        )
    low, high = _bounds(field)
    if low is None:
        return "" if high is None else f"≤ {format_plain(high)}"
    return f"≥ {format_plain(low)}" if high is None else f"{format_plain(low)}–{format_plain(high)}"


def _bounds(field: Field) -> tuple[Decimal | None, Decimal | None]:
    low = Decimal(0) if field.kind is Kind.COUNT and field.minimum is None else field.minimum
    return low, field.maximum


def _schema(field: Field, levels: Levels) -> CoreSchema:
    """What a field's value must be."""
    if field.kind in NUMBERS:
        low, high = _bounds(field)
        whole = Decimal(1) if field.kind is Kind.COUNT else None
        return core_schema.decimal_schema(ge=low, le=high, multiple_of=whole)
    if field.kind is Kind.LEVEL:
        return _one_of(core_schema.decimal_schema(), levels)
    if field.kind is Kind.DATE:
        return core_schema.date_schema()
    if field.kind is Kind.CHOICE:
        codes = [choice.code for choice in LISTS[field.choices].choices]
        return _one_of(core_schema.str_schema(), codes)
    text = core_schema.str_schema(min_length=1, max_length=field.max_length)
    if field.kind is Kind.REFS:
        return core_schema.tuple_schema([text], variadic_item_index=0, min_length=1)
    return text


def _one_of(kind: CoreSchema, allowed: Sequence[Decimal] | Sequence[str]) -> CoreSchema:
    """A few of the values of a kind; one of another kind is a fault of its kind."""
    return core_schema.chain_schema([kind, core_schema.literal_schema(list(allowed))])
