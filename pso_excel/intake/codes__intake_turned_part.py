"""What is told of codes that a program turned into numbers or days: once a table, or at each cell
where nobody can say which code it was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pso_excel.core.problem import Place, Problem
from pso_excel.forms.schema import Field, Kind
from pso_excel.intake.cell_parsers import READERS, Heard, as_typed
from pso_excel.intake.table_values import describe
from pso_excel.model.submission import Entries, Row
from pso_excel.results.problem_groups import alike, joined
from pso_excel.xlsx.addresses import cells_shown


@dataclass(slots=True)
class Turned:
    """The codes of one table that are known again, with what stands in their cells, and those that
    may be several."""

    entries: Entries
    known: list[tuple[Row, str, str, str]] = field(default_factory=list[tuple[Row, str, str, str]])
    unclear: list[Problem] = field(default_factory=list[Problem])

    def is_framework_key(self, row: Row, one: Field) -> bool:
        """Whether a field is the key of a row of the framework, which is known already."""
        table = self.entries.table
        return table.fixed != "" and one.id == table.key and row.rid == row.text(table.key)

    def settle(self, row: Row, one: Field, codes: Sequence[str]) -> None:
        """Put the one code that a number or a day may be into its field; of several none."""
        cell = row.turned[one.id]
        if not codes:
            if one.id in row.values:  # told as a key that is not there
                del row.turned[one.id]
            return
        typed = as_typed(cell.value, cell.shown)
        row.values.pop(one.id, None)
        row.bad.pop(one.id, None)
        found = self.read(row, one, typed, codes)
        if found:
            row.values[one.id] = tuple(found) if one.kind is Kind.REFS else found[0]
        else:
            row.bad[one.id] = typed

    def read(self, row: Row, one: Field, typed: str, codes: Sequence[str]) -> list[str]:
        """The code that a text may be; the text itself where it is none, nothing where it may be
        several."""
        if not codes:
            return [typed]
        row.turned.pop(one.id, None)
        if len(codes) == 1:
            self.known.append((row, one.id, typed, codes[0]))
            return [codes[0]]
        values = {**describe(self.entries, row, one, typed), "codes": ", ".join(codes)}
        self.unclear.append(Problem("T133", self.entries.place(row, one.id), values))
        return []


def told_of(turned: Turned) -> Iterator[Problem]:
    """T132 once for all codes of a table that are known again, T133 where one may be several, G018
    and G012 for those that are known nowhere."""
    entries = turned.entries
    key = entries.table.key
    for row in entries.rows:
        cell = row.turned.get(key)
        if cell is not None and turned.is_framework_key(row, entries.table.field(key)):
            del row.turned[key]
            turned.known.append((row, key, as_typed(cell.value, cell.shown), row.rid))
    if turned.known:
        yield _known_again(turned)
    yield from turned.unclear
    unknown = [one for row in entries.rows for one in _unknown(entries, row)]
    yield from (joined(group) for group in alike(unknown))


def _known_again(turned: Turned) -> Problem:
    entries, columns = turned.entries, dict[int, list[int]]()
    for row, id, _, _ in turned.known:
        columns.setdefault(entries.columns[id], []).append(entries.line(row, id))
    cells = ", ".join(cells_shown(column, rows) for column, rows in sorted(columns.items()))
    _, _, typed, code = next((one for one in turned.known if one[2] != one[3]), turned.known[0])
    values = {"sheet": entries.sheet, "cells": cells, "value": typed, "code": code}
    place = Place(sheet=entries.sheet, cell=cells, stage=entries.table.stage)
    return Problem("T132", place, values)


def _unknown(entries: Entries, row: Row) -> Iterator[Problem]:
    for id, cell in row.turned.items():
        one = entries.table.field(id)
        heard = READERS[Kind.CODE](cell.value, cell.shown)
        for finding in heard.findings if isinstance(heard, Heard) else ():
            values = describe(entries, row, one, as_typed(cell.value, cell.shown))
            code = one.rules.get(finding.fault, finding.code) if finding.fault else finding.code
            values.update(finding.values)
            yield Problem(code, entries.place(row, id), values)
