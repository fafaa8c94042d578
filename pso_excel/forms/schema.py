"""The declarative language of a sheet: fields, tables and the form of a stage.

A form's field list is the one specification. It drives the sheet and its lists, hints and live
checks, the strict row model, the names in messages, the field catalogue and the test data.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from pso_excel.core.bilingual import NO_WORDS as NO_WORDS
from pso_excel.core.bilingual import Bilingual as Bilingual
from pso_excel.core.bilingual import Language as Language
from pso_excel.core.figures import FRACTION, LEVEL, MONEY, PERCENT


class Kind(StrEnum):
    """What may stand in a field, and the type a program reads it as."""

    TEXT = "text"  # str, one line
    NOTE = "note"  # str, several lines
    CODE = "code"  # str, a code the office gives (T1.2, D01): kept as text in the cell
    NUMBER = "number"  # Decimal
    COUNT = "count"  # Decimal, whole and not negative unless low says so
    PERCENT = "percent"  # Decimal, 40 means 40 %
    MONEY = "money"  # Decimal, baht
    DATE = "date"  # date, shown in the Buddhist era
    CHOICE = "choice"  # str, the code of a choice of the field's list
    LEVEL = "level"  # Decimal, one of the levels of the framework's rubric
    REF = "ref"  # str, a key that stands in another table
    REFS = "refs"  # tuple[str, ...], several such keys in one cell, separated by commas
    EMAIL = "email"  # str
    PHONE = "phone"  # str


class Requirement(StrEnum):
    """Whether a field must be filled in."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    CONDITIONAL = "conditional"  # required where every `when` of the field holds


class FilledBy(StrEnum):
    """Who writes a field's cell."""

    OFFICE = "office"  # the officer types; the cell is unlocked and yellow
    FRAMEWORK = "framework"  # text of the framework, locked where the row is fixed
    SHEET = "sheet"  # a live formula; locked
    PROCESSOR = "processor"  # `check` writes the value; locked


class FieldFault(StrEnum):
    """The faults every field is checked for; a field may name the rule that words it."""

    MISSING = "missing"
    KIND = "kind"
    CHOICE = "choice"
    RANGE = "range"
    LENGTH = "length"
    UNIQUE = "unique"
    REFERENCE = "reference"


DASH = ("-",)
"""What stands for nothing in any field."""
NOTHING = (*DASH, "ไม่มี", "none")
"""What stands for nothing in a field that refers to something."""


class When(NamedTuple):
    """A condition on another field of the same row: it has one of ``values``.

    No values: it is filled in. Values are typed as text: choice codes, or numbers such as "2".
    """

    field: str
    values: tuple[str, ...] = ()


class Lookup(NamedTuple):
    """A locked cell that shows a field of another table's row: the one whose key is ``by`` here."""

    table: str
    field: str
    by: str


class Choice(NamedTuple):
    """One entry of a list: the code a program reads and the words an officer sees."""

    code: str
    words: Bilingual


class ChoiceList(NamedTuple):
    """A closed list; its defined name in the workbook is ``PSO_LIST_`` and its id in capitals."""

    id: str
    choices: tuple[Choice, ...]
    source: str = "D"

    @property
    def name(self) -> str:
        """The defined name of the list in a workbook."""
        return f"PSO_LIST_{self.id.upper()}"


class Field(NamedTuple):
    """One field of a table.

    ``choices`` is a list's id (CHOICE); ``refers`` is ``"table.field"`` of the key it must be one
    of (REF, REFS), such as ``"STAFF.people.pid"``; ``lookup`` or ``formula`` say what a SHEET field
    shows (a lookup, or a named computation of the template); ``minimum`` and ``maximum`` are
    inclusive; ``max_length`` counts characters; ``width`` is the column's width in characters;
    ``source`` is the mark of the domain study (S, P, N, E, D); ``rules`` names the rule that words
    a fault of this field instead of the general one; ``since_version`` is the first version of the
    template that has it; ``hidden`` keeps its column out of sight. A REF ``or_own`` may also hold
    the key of a row of its own table in which that condition holds. ``blanks`` are the words an
    officer may type to say that there is nothing (a dash of any kind and length unless the field
    says otherwise): such a cell is blank, and said to be. ``fractions``: a number that may be typed
    as 1/3; its cells are text cells, in which no program makes a date of that.
    """

    id: str
    label: Bilingual
    kind: Kind
    hint: Bilingual
    need: Requirement = Requirement.OPTIONAL
    when: tuple[When, ...] = ()
    choices: str = ""
    refers: str = ""
    unique: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    max_length: int = 500
    width: int = 14
    writer: FilledBy = FilledBy.OFFICE
    lookup: Lookup | None = None
    formula: str = ""
    source: str = "D"
    rules: Mapping[FieldFault, str] = MappingProxyType[FieldFault, str]({})
    since_version: int = 1
    hidden: bool = False
    or_own: When | None = None
    blanks: tuple[str, ...] = DASH
    fractions: bool = False


class Shape(StrEnum):
    """How a table lies on its sheet."""

    RECORD = "record"  # one row of data: a line a field, label beside the cell
    GRID = "grid"  # a line a row, headers above


class Table(NamedTuple):
    """A block of fields on one sheet.

    ``id`` is ``"S06.answers"``. ``key`` is the field that names a row. ``fixed`` names what of the
    framework fills the first rows (``"systems"``, ``"indicators"``, ``"leaves"``, ``"readiness"``);
    such a row's id is the key. ``spare_rows`` is the number of free rows after them (0: it cannot
    grow). ``renamed`` gives, by the last version of the template that had it, the old id of a field
    and the one it has today (``""``: the field is gone). It is all that a change of a form needs
    for older workbooks to be read. ``empty`` names the rule that tells when it is left empty in a
    stage begun, instead of the general one (G013). ``carried_to_next_round`` says that it goes on
    from one round to the next, but for its ``passing`` fields.
    """

    id: str
    sheet: str
    title: Bilingual
    fields: tuple[Field, ...]
    shape: Shape = Shape.GRID
    key: str = ""
    fixed: str = ""
    spare_rows: int = 200
    may_be_empty: bool = False
    empty: str = ""
    renamed: Mapping[int, Mapping[str, str]] = MappingProxyType[int, Mapping[str, str]]({})
    carried_to_next_round: bool = False
    passing: tuple[str, ...] = ()

    @property
    def stage(self) -> str:
        """``"S06"`` of ``"S06.answers"``; ``"STAFF"`` and ``"EVIDENCE"`` for the registers."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """The defined name of the whole block in a workbook, ``"PSO_S06_ANSWERS"``."""
        return "PSO_" + self.id.replace(".", "_").upper()

    def field(self, field_id: str) -> Field:
        """The field of that id; KeyError when there is none."""
        for field in self.fields:
            if field.id == field_id:
                return field
        raise KeyError(f"{self.id}.{field_id}")

    def former(self, version: int) -> dict[str, str]:
        """The ids a workbook of that version has for fields that are named otherwise today, each
        with today's id (``""`` for a field that is gone)."""
        ids: dict[str, str] = {}
        for last in sorted(self.renamed):
            if last >= version:
                ids = {old: self.renamed[last].get(new, new) for old, new in ids.items()}
                ids = {**self.renamed[last], **ids}
        return ids


class Form(NamedTuple):
    """The form of one stage: what it is for and its tables, in the order of the sheet.

    A stage may spread over several sheets (each table names its own); the first is its main one.
    """

    stage: str
    title: Bilingual
    purpose: Bilingual
    tables: tuple[Table, ...]

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its sheets, in order."""
        return tuple(dict.fromkeys(table.sheet for table in self.tables))


KINDS = frozenset({Kind.NUMBER, Kind.COUNT, Kind.PERCENT, Kind.MONEY, Kind.LEVEL})
"""The kinds of fields that hold numbers."""


def number_fields(table: Table) -> tuple[Field, ...]:
    """The fields of a table in which numbers are typed, in order."""
    return tuple(
        field
        for field in table.fields
        if field.kind in KINDS and field.writer in (FilledBy.OFFICE, FilledBy.FRAMEWORK)
    )


def marks_of(field: Field) -> frozenset[str]:
    """The marks that may stand beside the digits in a field of numbers."""
    by_kind = {
        Kind.NUMBER: {PERCENT, MONEY},
        Kind.PERCENT: {PERCENT},
        Kind.MONEY: {MONEY},
        Kind.LEVEL: {LEVEL},
    }
    return frozenset(by_kind.get(field.kind, set()) | ({FRACTION} if field.fractions else set()))
