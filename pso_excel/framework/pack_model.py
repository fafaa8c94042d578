"""What may stand in the tables of a pack, as pydantic's models, and its errors as our problems."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Generic, LiteralString, TypeVar, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.problem import Refused
from pso_excel.framework.pack import Direction, Method, Status
from pso_excel.framework.parser import TABLE, refusal

T = TypeVar("T")
Check = Callable[[Any], Any]
LARGEST = 1_000_000_000
BOTH = Bilingual("ข้อความ th และ en", "a text in th and in en")
KEYS = {"extra_forbidden": "N002", "missing": "N003"}
EXPECTED = {
    error: Bilingual(th, en)
    for th, en, errors in (
        ("ข้อความ", "a text", "string_type string_too_short"),
        ("ตัวเลข", "a number", "is_instance_of decimal_type finite_number"),
        ("จำนวนเต็ม", "a whole number", "int_type greater_than_equal"),
        ("true หรือ false", "true or false", "bool_type"),
        (*TABLE, "model_type dict_type"),
        ("รายการ", "a list", "list_type too_short"),
    )
    for error in errors.split()
}
"""What is expected where pydantic finds an error of that type, which is told with N004."""


def check_tables(tables: Mapping[str, Any]) -> None:
    """Raise :class:`Refused` (N002 to N006, N011, N014) with the first fault in the tables of a
    pack; what holds between its rows is for :mod:`pso_excel.framework.parser`."""
    try:
        Pack.model_validate(tables, context=tuple(tables["sources"]))
    except ValidationError as error:
        raise _refused(error.errors(include_url=False)[0], tables) from None


def _refused(error: ErrorDetails, tables: Mapping[str, Any]) -> Refused:
    """The error as a fault of ours, with the table as its author would look for it
    (``"indicators 01.1"``) and the key in it."""
    kind, loc = error["type"], error["loc"]
    *way, key = loc[:-1] if isinstance(loc[-1], int) else loc
    where, table = "", tables
    for part in way:
        table: Any = table[part]
        if isinstance(part, int):
            where = f"{where} {table.get('code', table.get('number', part + 1))}"
        else:
            where = f"{where}.{part}" if where else part
    place = {"key": str(key), "where": where}
    if kind in KEYS:
        return refusal(KEYS[kind], **place)
    found = _listed(error["input"])
    if kind in EXPECTED:
        return refusal("N004", **place, found=found, expected=EXPECTED[kind])
    return refusal(kind, **place, found=found, **error.get("ctx", {}))


def _listed(value: Any) -> str:
    return ", ".join(map(str, cast("list[Any]", value))) if isinstance(value, list) else str(value)


def _asked(code: LiteralString, met: Callable[[Any], bool], **values: str | Bilingual) -> Check:
    """A check that a value meets what is asked; one that does not is told with that code."""

    def check(value: Any) -> Any:
        if not met(value):
            raise PydanticCustomError(code, code, values)
        return value

    return check


def one_of(*choices: str) -> PlainValidator:
    """One of these texts."""
    return PlainValidator(_asked("N005", choices.__contains__, choices=", ".join(choices)))


def within(low: int, high: int) -> AfterValidator:
    """A number from ``low`` to ``high``."""
    bounds = {"low": str(low), "high": str(high)}
    return AfterValidator(_asked("N006", lambda number: low <= number <= high, **bounds))


def _source(name: object, info: ValidationInfo) -> Any:
    known: tuple[str, ...] = info.context or ()
    return _asked("N005", known.__contains__, choices=", ".join(known))(name)


def _three_boxes(counts: list[Decimal]) -> bool:
    return not counts or (len(counts) == 3 and all(c >= 1 and c % 1 == 0 for c in counts))


def _three_tiers(scores: list[Decimal]) -> bool:
    return len(scores) == 3 and min(scores) >= 0 and sum(scores) == 100


def _in_both(words: Any) -> bool:
    return isinstance(words, dict) and words.keys() == {"th", "en"}


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Exact = BeforeValidator(lambda value: Decimal(value) if type(value) is int else value)
Number = Annotated[Decimal, Field(allow_inf_nan=False), Exact]
Score = Annotated[Number, within(0, 100)]
Figure = Annotated[Number, within(0, LARGEST)]
Rows = Annotated[list[T], Field(min_length=1)]


class _Table(BaseModel):
    """A table with nothing but its keys, each of the very kind that is asked for."""

    model_config = ConfigDict(extra="forbid", strict=True)


class _Words(_Table):
    th: Text
    en: Text


Words = Annotated[_Words, BeforeValidator(_asked("N004", _in_both, expected=BOTH))]


class _Sourced(_Table):
    source: Annotated[str, PlainValidator(_source)]
    status: Annotated[str, one_of(*Status)]


class _System(_Sourced):
    code: Text
    alias: str = ""
    name: Words
    short: Words
    weight: Score
    target: Score = Decimal(0)
    floor: Score = Decimal(0)
    mandatory: bool = False
    pilot: bool = False
    inventory: bool = False


class _Indicator(_Sourced):
    code: Text
    parent: Text
    name: Words
    kind: Annotated[str, one_of("input", "process", "output", "outcome")]
    method: Annotated[str, one_of(*Method)]
    weight: Score
    target: Score = Decimal(0)
    unit: Words | None = None
    direction: Annotated[str, one_of(*Direction)] = ""
    numerator: Words | None = None
    denominator: Words | None = None
    points: list[Number] = []
    boxes: Annotated[list[Number], AfterValidator(_asked("N011", _three_boxes))] = []
    data_source: Words | None = None
    pilot: bool = False


class _Level(_Table):
    number: Annotated[int, Field(ge=0)]
    score: Score
    name: Words
    evidence: Words


class _Rubric(_Sourced):
    levels: Rows[_Level]


class _Band(_Table):
    code: Text
    low: Score
    name: Words
    mark: Annotated[str, one_of("good", "care", "wrong")]


class _Bands(_Sourced):
    steps: Rows[_Band]


class _Tiers(_Sourced):
    scores: Annotated[list[Number], AfterValidator(_asked("N014", _three_tiers))]


class _Item(_Table):
    code: Text
    text: Words
    gate: bool = False
    auto: str = ""


class _Readiness(_Sourced):
    items: Rows[_Item]


class _Setting(_Sourced, Generic[T]):
    value: T
    name: Words


class _Settings(_Table):
    """The policies; every other setting is a number."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, _Setting[Figure]]  # pyright: ignore[reportIncompatibleVariableOverride]
    na_policy: _Setting[Annotated[str, one_of("sibling", "global", "keep")]]
    aggregation: _Setting[Annotated[str, one_of("mean", "weakest", "geometric")]]
    progress_weight: _Setting[Annotated[str, one_of("gap", "budget", "equal")]]


class Pack(_Sourced):
    """A pack with all that it takes from the defaults."""

    sources: dict[str, Text]
    settings: _Settings
    id: Text
    version: Text
    name: Words
    short: Words
    notice: Words
    full: Annotated[Number, within(1, LARGEST)]
    systems: Rows[_System]
    indicators: Rows[_Indicator]
    weights: _Sourced
    rubric: _Rubric
    bands: _Bands
    tiers: _Tiers
    readiness: _Readiness
