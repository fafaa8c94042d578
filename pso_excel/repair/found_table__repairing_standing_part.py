"""A table as it stands in the damaged workbook: where each field is, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from pso_excel.forms.layout import Placed
from pso_excel.forms.schema import Field, Shape, Table


class How(IntEnum):
    """What a column or line was recognised by, the surest first."""

    ID = 0
    HEADER = 1
    LIKENESS = 2
    POSITION = 3


@dataclass(slots=True)
class Standing:
    """One table of the old workbook.

    ``columns`` maps a field to its column (of a RECORD all the same one, and ``lines`` a field to
    its row); ``how`` says what each was recognised by. ``first`` to ``last`` are the rows of its
    data, ``header`` the row of its headers (0 when it is lost), ``ids`` that of the field ids.
    ``rows`` are the rows with something typed in them, by their number, each with the key of the
    framework's row it is, or ``""``; ``followed`` counts those whose code was followed against the
    hidden id, ``refused`` are those whose code contradicts it, ``lone`` those in which a cell
    stands alone far below all others. ``is_copy`` marks a second copy of a table.
    """

    placed: Placed
    sheet: str
    columns: dict[str, int] = field(default_factory=dict[str, int])
    how: dict[str, How] = field(default_factory=dict[str, How])
    lines: dict[str, int] = field(default_factory=dict[str, int])
    header: int = 0
    ids: int = 0
    first: int = 0
    last: int = 0
    rows: dict[int, str] = field(default_factory=dict[int, str])
    followed: int = 0
    refused: set[int] = field(default_factory=set[int])
    lone: frozenset[int] = frozenset()
    by_order: bool = False
    is_copy: bool = False

    @property
    def table(self) -> Table:
        """The table of the form."""
        return self.placed.table

    @property
    def is_record(self) -> bool:
        """Whether it is a record: a line a field."""
        return self.table.shape is Shape.RECORD

    def spot(self, one: Field, row: int = 0) -> tuple[str, int, int]:
        """The cell of a field, in ``row`` of a grid."""
        return self.sheet, self.lines.get(one.id, row), self.columns[one.id]

    def recognised(self) -> Mapping[How, list[Field]]:
        """The fields by what they were recognised by."""
        found: dict[How, list[Field]] = {how: [] for how in How}
        for one in self.table.fields:
            if one.id in self.how:
                found[self.how[one.id]].append(one)
        return found
