"""The lines of a record as they stand: which of them are hidden, and which were merged into one."""

from collections.abc import Iterator

from pso_excel.core.problem import Place, Problem
from pso_excel.intake.row_index import Ground
from pso_excel.model.submission import Entries
from pso_excel.xlsx.addresses import rows_shown
from pso_excel.xlsx.workbook import address


def line_faults(entries: Entries, ground: Ground) -> Iterator[Problem]:
    """T112 for lines merged into one, T113 for answers in hidden lines or on a hidden sheet."""
    place = Place(sheet=entries.sheet, stage=entries.table.stage)
    lines = sorted((row, entries.columns[id]) for id, row in entries.lines.items())
    answered = [(row, column) for row, column in lines if column in ground.line(row)]
    for merged, (top, left, bottom, right) in ground.merged.items():
        inside = [row for row, column in lines if top <= row <= bottom and left <= column <= right]
        if len(inside) > 1:
            yield Problem("T112", place._replace(cell=merged), {"range": merged})
    if answered and not ground.sheet.visible:
        yield Problem("T113", place, {"range": entries.sheet})
        return
    hidden = [(row, column) for row, column in answered if row in ground.sheet.hidden_rows]
    if hidden:
        values = {"range": rows_shown(row for row, _ in hidden)}
        yield Problem("T113", place._replace(cell=address(*hidden[0])), values)
