"""A warning that the office has answered with a reason stays acknowledged until its value changes.

Each warning in the sheet of results has a mark: eight hexadecimal digits of its code, of where it
is and of what is typed there. A row that has moved keeps its mark; a value that has changed does
not. The marks stand in a hidden column; beside them stands by which rule and cell of the row they
are known, since a person may sort what is seen without what is hidden.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.figures import format_plain
from pso_excel.core.messages import severity_of
from pso_excel.core.problem import Problem, Severity
from pso_excel.forms.result_sheets import PROBLEM_TABLE
from pso_excel.forms.schema import Shape
from pso_excel.model.submission import Row, TableRows, Value
from pso_excel.xlsx.workbook import Sheet, Workbook, format_rows, parse_address

STALE = "~"
BESIDE = "~#"
_DIGITS = 8
_PLACES = frozenset({"cell", "cells", "row", "rows", "range"})  # where, which may change by itself

Spot = tuple[TableRows, Row]
Typed = tuple[str, ...]


def needs_no_answer(problem: Problem) -> bool:
    """Whether a problem is no warning, or one that the office has answered."""
    return severity_of(problem) is not Severity.WARN or problem.reason != ""


@dataclass(slots=True)
class ProblemFingerprints:
    """The marks of problems in one workbook; ``tables`` are what was read of it."""

    tables: Mapping[str, TableRows]
    _spots: dict[str, dict[int, list[Spot]]] = field(
        default_factory=dict[str, dict[int, list[Spot]]]
    )

    def of(self, problem: Problem) -> str:
        """The mark of a warning, empty for any other problem."""
        if severity_of(problem) is not Severity.WARN:
            return ""
        place = problem.location
        typed = [
            typed for area in place.cell.split(",") for typed in self._typed_in(place.sheet, area)
        ]
        what = sorted(typed) or [_own(problem)]
        return _short(repr((problem.code, place.sheet, place.field, what)))

    def _typed_in(self, sheet: str, area: str) -> Iterator[Typed]:
        """What is typed in the fields of an area, each with its table, the key of its row and its
        field."""
        first, _, last = area.strip().partition(":")
        try:
            (top, left), (bottom, right) = parse_address(first), parse_address(last or first)
        except ValueError:
            return
        by_line = self._by_line(sheet)
        lines = by_line if bottom - top > len(by_line) else range(top, bottom + 1)
        for line in lines:
            for entries, row in by_line.get(line, ()) if top <= line <= bottom else ():
                for field_id, column in entries.columns.items():
                    if left <= column <= right and entries.line(row, field_id) == line:
                        yield (
                            entries.table.id,
                            _key(entries, row),
                            field_id,
                            _typed_text(row, field_id),
                        )

    def _by_line(self, sheet: str) -> dict[int, list[Spot]]:
        if sheet not in self._spots:
            lines: dict[int, list[Spot]] = {}
            for entries in self.tables.values():
                if entries.sheet == sheet:
                    for row in entries.rows:
                        for line in _lines(entries, row):
                            lines.setdefault(line, []).append((entries, row))
            self._spots[sheet] = lines
        return self._spots[sheet]


def acknowledged(problems: Iterable[Problem], tables: Mapping[str, TableRows]) -> Iterator[Problem]:
    """The problems, the warnings among them with the reason that the office gave for just these
    values."""
    given = dict(_reasons(tables))
    marks = ProblemFingerprints(tables)
    for problem in problems:
        reason = given.get(marks.of(problem), "") if given else ""
        yield problem._replace(reason=reason) if reason else problem


def row_marks(marks: Iterable[str], stale: str = "") -> str:
    """The marks of the warnings of one row. ``stale`` is a reason given for other values than
    these: it counts for them only once it is edited."""
    lines = list(dict.fromkeys(mark for mark in marks if mark))
    return " ".join([STALE + _short(stale), *lines] if stale and lines else lines)


def shown_beside(seen: str, rule: str, cell: str) -> str:
    """What the sheet keeps of a row: its marks, and by which rule and cell they are known."""
    rest = " ".join(text for text in seen.split() if not _is_beside(text))
    return f"{rest} {_beside(rule, cell)}" if rest else ""


def follow_seen(book: Workbook, tables: Mapping[str, TableRows]) -> list[Problem]:
    """Give each reason in the sheet of results the marks of what it stands beside, wherever in the
    hidden column they stand.

    T138 where rows were sorted without that column, T139 where nobody can tell what a reason was
    given for: it counts once it is edited.
    """
    entries = tables.get(PROBLEM_TABLE)
    if entries is None or "seen" not in entries.columns:
        return []
    known: dict[str, set[str]] = {}
    for seen in _column(book.sheets[entries.sheet], entries, "seen"):
        for text in filter(_is_beside, seen.split()):
            known.setdefault(text, set()).add(seen)
    followed, unknown = list[Row](), list[Row]()
    for row in entries.rows:
        shown, seen = _beside(row.text("rule"), row.text("cell")), row.text("seen").split()
        right = known.get(shown, set())
        if shown in seen or not (right or any(map(_is_beside, seen))):
            continue
        is_known = len(right) == 1
        row.values["seen"] = next(iter(right)) if is_known else STALE + _short(row.text("reason"))
        if row.text("reason"):
            (followed if is_known else unknown).append(row)
    return [
        Problem(code, entries.locate(rows[0], "reason"), _counted(rows))
        for code, rows in (("T138", followed), ("T139", unknown))
        if rows
    ]


def _column(sheet: Sheet, entries: TableRows, field_id: str) -> Iterator[str]:
    """The texts of a column, those of rows in which the office typed nothing as well."""
    for number in range(entries.first, entries.last + 1):
        value = sheet.cell(number, entries.columns[field_id]).value
        if isinstance(value, str):
            yield value


def _counted(rows: list[Row]) -> dict[str, str]:
    return {"n": str(len(rows)), "rows": format_rows(row.row_number for row in rows)}


def _beside(rule: str, cell: str) -> str:
    return BESIDE + _short(repr((rule, cell)))


def _is_beside(mark: str) -> bool:
    return mark.startswith(BESIDE)


def marks_in(row: Row) -> frozenset[str]:
    """The marks that the reason of a row of the sheet of results stands for."""
    seen = row.text("seen").split()
    is_stale = STALE + _short(row.text("reason")) in seen
    return frozenset() if is_stale else frozenset(seen)


def _reasons(tables: Mapping[str, TableRows]) -> Iterator[tuple[str, str]]:
    """Each mark with the reason it was given."""
    for row in tables[PROBLEM_TABLE].rows if PROBLEM_TABLE in tables else ():
        if row.text("reason"):
            for mark in marks_in(row):
                yield mark, row.text("reason")


def _lines(entries: TableRows, row: Row) -> set[int]:
    is_record = entries.table.shape is Shape.RECORD
    return set(entries.lines.values()) if is_record else {row.row_number}


def _key(entries: TableRows, row: Row) -> str:
    """What names a row wherever it stands."""
    return row.text(entries.table.key) or row.row_id


def _typed_text(row: Row, field_id: str) -> str:
    """What is typed in a field; ``""`` for a blank one, and as it was typed where unreadable."""
    return (
        _plain(row.values[field_id]) if field_id in row.values else row.unreadable.get(field_id, "")
    )


def _plain(value: Value) -> str:
    if isinstance(value, Decimal):
        return format_plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) else ", ".join(value)


def _own(problem: Problem) -> Typed:
    """What a problem without a cell quotes, but places."""
    told = sorted((key, item) for key, item in problem.values.items() if key not in _PLACES)
    return tuple(f"{key}={item.th if isinstance(item, Bilingual) else item}" for key, item in told)


def _short(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
