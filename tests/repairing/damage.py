"""What happens to workbooks in offices, drawn at random: every damage of the brief of a repair."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field

from hypothesis import strategies as st

from pso_excel.forms.layout import LISTS_SHEET, META_SHEET, TableLayout
from pso_excel.forms.schema import Shape
from pso_excel.xlsx.workbook import Cell
from tests.repairing.marked import FILLED, TABLES, Damaged

GRIDS = [table_id for table_id, table in FILLED.items() if table.table.shape is Shape.GRID]
RECORDS = [table_id for table_id in FILLED if table_id not in GRIDS]
SHEETS = sorted({table.sheet for table in FILLED.values()})
FAR = 60  # a column right of every table


@dataclass
class Draws:
    """The state of one damaged workbook: which sheets have lost so much that more would leave
    nothing to recognise their tables by."""

    damaged: Damaged
    data: st.DataObject
    headless: set[str] = field(default_factory=set[str])
    shifted: set[str] = field(default_factory=set[str])
    beheaded: set[str] = field(default_factory=set[str])
    copies: int = 0

    def pick(self, among: list[str]) -> str:
        return self.data.draw(st.sampled_from(among))

    def row_of(self, table: str, mark: str) -> int:
        """Where the id row of a table stands now, 0 when it is gone."""
        cells = self.damaged.opened.book.sheets[self.damaged.sheet(table)].cells
        return next((row for (row, _), cell in cells.items() if cell.value == mark), 0)


Damage = Callable[[Draws], None]


def rename_sheet(draws: Draws) -> None:
    """Named by hand: something like the old name, or something quite different."""
    home = draws.pick([name for name in SHEETS if name not in draws.damaged.names])
    new = draws.pick([f"{home} ", home.replace("_", " "), f"แผ่นงาน {len(draws.damaged.names)}"])
    if new not in draws.damaged.opened.book.sheets:
        draws.damaged.rename(home, new)


def move_columns(draws: Draws) -> None:
    """A column of a grid cut and inserted elsewhere on its sheet."""
    table = draws.pick(GRIDS)
    placed, sheet = TABLES[table], draws.damaged.sheet(table)
    if placed.sheet in draws.headless or _is_shared(placed):
        return
    columns = sorted(placed.columns.values())
    source, target = draws.data.draw(st.permutations(columns))[:2]
    order = [number for number in range(1, FAR) if number != source]
    order.insert(order.index(target), source)
    now = {column: place for place, column in enumerate(order, 1)}
    draws.damaged.move(sheet, lambda row, column: (row, now.get(column, column)))
    draws.shifted.add(placed.sheet)


def insert_rows(draws: Draws) -> None:
    """Rows inserted anywhere on a sheet."""
    home = draws.pick(SHEETS)
    sheet = draws.damaged.names.get(home, home)
    at, number = draws.data.draw(st.integers(1, 30)), draws.data.draw(st.integers(1, 3))
    draws.damaged.move(sheet, lambda row, column: (row + number * (row >= at), column))


def insert_columns(draws: Draws) -> None:
    """A column inserted on a sheet of one grid."""
    table = draws.pick(GRIDS)
    placed, sheet = TABLES[table], draws.damaged.sheet(table)
    if placed.sheet in draws.headless or _is_shared(placed):
        return
    at = draws.data.draw(st.integers(2, len(placed.columns)))
    draws.damaged.move(sheet, lambda row, column: (row, column + (column >= at)))
    draws.shifted.add(placed.sheet)


def delete_id_row(draws: Draws) -> None:
    """The hidden row of ids deleted with its marker."""
    table = draws.pick(list(FILLED))
    row = draws.row_of(table, f"#{table}")
    if row and table not in draws.beheaded:
        _delete_row(draws, table, row)
        draws.beheaded.add(table)


def delete_header_row(draws: Draws) -> None:
    """The visible headers deleted; the ids stay."""
    table = draws.pick(GRIDS)
    row = draws.row_of(table, f"#{table}")
    if row and table not in draws.beheaded:
        _delete_row(draws, table, row + 1)
        draws.beheaded.add(table)


def delete_both_rows(draws: Draws) -> None:
    """Ids and headers deleted, on a sheet whose columns are where they were."""
    table = draws.pick(GRIDS)
    home, row = TABLES[table].sheet, draws.row_of(table, f"#{table}")
    if row and home not in draws.shifted and table not in draws.beheaded:
        _delete_row(draws, table, row)
        _delete_row(draws, table, row)
        draws.headless.add(home)
        draws.beheaded.add(table)


def delete_names(draws: Draws) -> None:
    """Every defined name gone."""
    draws.damaged.opened.book.names.clear()


def delete_hidden_sheets(draws: Draws) -> None:
    """The hidden sheets deleted, and with them the identity and the lists."""
    book = draws.damaged.opened.book
    for name in (META_SHEET, LISTS_SHEET):
        book.sheets.pop(name, None)
    if draws.data.draw(st.booleans()):
        book.properties.clear()


def clear_row_ids(draws: Draws) -> None:
    """The hidden column of row ids emptied, on a sheet whose headers are there."""
    home = draws.pick(SHEETS)
    if home not in draws.headless:
        sheet = draws.damaged.names.get(home, home)
        draws.damaged.move(sheet, lambda row, column: (row, column) if column > 1 else None)
        draws.headless.add(home)


def duplicate_sheet(draws: Draws) -> None:
    """A sheet copied beside itself."""
    home = draws.pick(SHEETS)
    book = draws.damaged.opened.book
    draws.copies += 1
    copy = deepcopy(book.sheets[draws.damaged.names.get(home, home)])
    copy.name = f"{home} ({draws.copies + 1})"
    book.sheets[copy.name] = copy
    besides = draws.damaged.opened.besides
    besides[copy.name] = deepcopy(besides[draws.damaged.names.get(home, home)])


def type_outside(draws: Draws) -> None:
    """Remarks typed beside and under the tables, and on a sheet of the officer's own."""
    home = draws.pick(SHEETS)
    sheet = draws.damaged.names.get(home, home)
    number = len(draws.damaged.typed)
    draws.damaged.put(
        sheet, draws.data.draw(st.integers(1, 400)), FAR + number, f"นอกตาราง{number}"
    )


def mistype_header(draws: Draws) -> None:
    """A header typed anew, a little differently, with its id gone."""
    table = draws.pick(GRIDS)
    row = draws.row_of(table, f"#{table}")
    cells = draws.damaged.opened.book.sheets[draws.damaged.sheet(table)].cells
    is_there = row > 0 and table not in draws.beheaded
    heads = [at for at in cells if at[0] == row + 1 and at[1] > 1] if is_there else []
    if heads:
        row, column = draws.data.draw(st.sampled_from(sorted(heads)))
        text = cells[row, column].value
        if isinstance(text, str) and len(text) > 6:
            cells[row, column] = Cell(text + "*")
            cells.pop((row - 1, column), None)


DAMAGES: tuple[Damage, ...] = (
    rename_sheet,
    move_columns,
    insert_rows,
    insert_columns,
    delete_id_row,
    delete_header_row,
    delete_both_rows,
    delete_names,
    delete_hidden_sheets,
    clear_row_ids,
    duplicate_sheet,
    type_outside,
    mistype_header,
)


def _is_shared(placed: TableLayout) -> bool:
    """Whether other tables stand on the same sheet, whose columns would move as well."""
    return sum(table.sheet == placed.sheet for table in TABLES.values()) > 1


def _delete_row(draws: Draws, table: str, gone: int) -> None:
    draws.damaged.move(
        draws.damaged.sheet(table),
        lambda row, column: None if row == gone else (row - (row > gone), column),
    )
