"""The strict model of a row, made from the fields of a form and nothing else.

Values are candidates already read into their types (``pso_excel.submission.Value``). Nothing is
parsed here: a text is never taken for a number, nor a number for a date.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, StringConstraints, create_model
from pydantic import Field as Limits
from pydantic_core import SchemaValidator, ValidationError, core_schema

from pso_excel.figures import plain
from pso_excel.form import Fault, Field, Kind, Need, Table, Words, Writer
from pso_excel.framework.pack import Framework
from pso_excel.stages.choices import LISTS
from pso_excel.submission import Value

NUMBERS: Final = frozenset({Kind.NUMBER, Kind.COUNT, Kind.PERCENT, Kind.MONEY})

Levels = tuple[Decimal, ...]

_TYPED: Final = frozenset({Writer.OFFICE, Writer.FRAMEWORK})
_CONFIG: Final = ConfigDict(strict=True, frozen=True, extra="forbid")
# A missing field is judged by whoever knows the other fields of the row; a computed cell is not
# the office's, whatever stands in it. Every other error that is not named here is of the kind.
_SILENT: Final = frozenset({"missing", "extra_forbidden"})
_FAULTS: Final = {
    "literal_error": Fault.CHOICE,
    "greater_than_equal": Fault.RANGE,
    "less_than_equal": Fault.RANGE,
    "string_too_long": Fault.LENGTH,
}


class RowFault(NamedTuple):
    """One field whose value cannot stand: the fault, and what would be accepted, ready to print."""

    field: str
    fault: Fault
    limits: str | Words


@dataclass(frozen=True, slots=True)
class _OneOf:
    """Narrows a type to a few of its values."""

    allowed: tuple[Decimal, ...] | tuple[str, ...]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        few = core_schema.literal_schema(list(self.allowed))
        return core_schema.chain_schema([handler(source), few])


class _Kept(NamedTuple):
    table: Table
    framework: Framework
    model: type[BaseModel]
    validator: SchemaValidator


_kept: dict[tuple[str, str], _Kept] = {}


def row_model(table: Table, framework: Framework) -> type[BaseModel]:
    """The model of a row of that table: strict, frozen, nothing but its fields.

    It has the fields an office may type (also those the framework fills in fixed rows); required
    ones must be there. LEVEL fields take the levels of the framework's rubric.
    """
    return _keep(table, framework).model


def row_faults(
    table: Table, framework: Framework, values: Mapping[str, Value]
) -> tuple[RowFault, ...]:
    """Every field of the row whose value cannot stand, in the order of the form; () when clean.

    Blank fields are left out of ``values`` and never a fault here: whether a field is needed, and
    whether a reference is known, is for those who see the whole row and the other tables. A number
    that should be whole is a fault of its KIND, with the range as its limits.
    """
    try:
        _keep(table, framework).validator.validate_python(values)
    except ValidationError as error:
        levels = levels_of(framework)
        found: dict[str, RowFault] = {}
        for detail in error.errors(include_url=False, include_input=False):
            id, kind = str(detail["loc"][0]), detail["type"]
            if kind not in _SILENT and id not in found:
                fault = _FAULTS.get(kind, Fault.KIND)
                found[id] = RowFault(id, fault, limits_of(table.field(id), fault, levels))
        return tuple(found.values())
    return ()


def levels_of(framework: Framework) -> Levels:
    """The levels of the rubric as numbers a cell may hold."""
    return tuple(Decimal(level.number) for level in framework.rubric)


def limits_of(field: Field, fault: Fault, levels: Levels) -> str | Words:
    """What a field accepts, ready to print: a range, a length, the words of its list."""
    if field.kind is Kind.LEVEL:
        return ", ".join(plain(level) for level in levels)
    if fault is Fault.LENGTH:
        return str(field.longest)
    if fault is Fault.CHOICE:
        choices = LISTS[field.choices].choices
        return Words(
            ", ".join(one.words.th for one in choices), ", ".join(one.words.en for one in choices)
        )
    low, high = _bounds(field)
    if low is None:
        return "" if high is None else f"≤ {plain(high)}"
    return f"≥ {plain(low)}" if high is None else f"{plain(low)}–{plain(high)}"


def _keep(table: Table, framework: Framework) -> _Kept:
    """The model of a table, made once for as long as the same table and framework are asked for."""
    kept = _kept.get((table.id, framework.fingerprint))
    if kept is None or kept.table is not table or kept.framework is not framework:
        model = _made(table, levels_of(framework))
        kept = _Kept(table, framework, model, SchemaValidator(model.__pydantic_core_schema__))
        _kept[table.id, framework.fingerprint] = kept
    return kept


def _made(table: Table, levels: Levels) -> type[BaseModel]:
    fields: dict[str, Any] = {
        one.id: _with_default(one, _type_of(one, levels))
        for one in table.fields
        if one.writer in _TYPED
    }
    name = "".join(part.title() for part in table.id.replace(".", "_").split("_"))
    return create_model(name, __config__=_CONFIG, __doc__=table.title.en, **fields)


def _with_default(field: Field, type_: Any) -> tuple[Any, Any]:
    if field.need is Need.REQUIRED:
        return type_, Limits(title=field.label.en)
    return type_ | None, Limits(None, title=field.label.en)


def _bounds(field: Field) -> tuple[Decimal | None, Decimal | None]:
    low = Decimal(0) if field.kind is Kind.COUNT and field.low is None else field.low
    return low, field.high


def _type_of(field: Field, levels: Levels) -> Any:
    """The annotation of a field's value."""
    if field.kind in NUMBERS:
        low, high = _bounds(field)
        whole = 1 if field.kind is Kind.COUNT else None
        return Annotated[Decimal, Limits(ge=low, le=high, multiple_of=whole)]
    if field.kind is Kind.LEVEL:
        return Annotated[Decimal, _OneOf(levels)]
    if field.kind is Kind.DATE:
        return date
    if field.kind is Kind.CHOICE:
        return Annotated[str, _OneOf(tuple(one.code for one in LISTS[field.choices].choices))]
    text = Annotated[str, StringConstraints(min_length=1, max_length=field.longest)]
    if field.kind is Kind.REFS:
        return Annotated[tuple[text, ...], Limits(min_length=1)]
    return text
