"""The small mistakes that officers make, so that the sample has something to be mended."""

from collections.abc import Callable, Mapping
from datetime import date

from pso_excel.demo.offices__demo_maker_part import Rows
from pso_excel.templates.fill import Answer

Slip = Callable[[dict[str, Answer]], dict[str, Answer]]


def _change(answers: Mapping[str, Rows], table: str, place: int, slip: Slip) -> dict[str, Rows]:
    rows = list(answers[table])
    rows[place % len(rows)] = slip(dict(rows[place % len(rows)]))
    return {**answers, table: rows}


def _drop(*fields: str) -> Slip:
    return lambda row: {id: value for id, value in row.items() if id not in fields}


def _set(**changes: Answer) -> Slip:
    return lambda row: row | changes


SLIPS: Mapping[int, tuple[tuple[str, int, Slip], ...]] = {
    2: (("S06.answers", 4, _drop("evidence")), ("S06.answers", 5, _drop("evidence"))),
    4: (("S05.systems", 2, _set(weight=15)), ("S03.tasks", 3, _drop("duty"))),
    8: (
        ("S03.tasks", 1, _set(responsible="คุณสมศรี")),
        ("S07.actions", 0, _set(end=date(2025, 10, 1))),
    ),
    10: (("S08.tracker", 1, _set(percent=120)), ("S02.goals", 1, _drop("unit", "target"))),
    13: (("S00.cover", 0, _set(phone="ไม่มี", email="office13 example")),),
    19: (("S06.answers", 3, _set(level=7)), ("S04.items", 0, _drop("owner", "frequency"))),
    21: (("S04.items", 2, _set(completeness="เกือบครบ")),),
    23: (("S10.lessons", 1, _drop("most_important")), ("S06.answers", 20, _drop("state"))),
}


def slipped(number: int, answers: Mapping[str, Rows]) -> dict[str, Rows]:
    """The answers of the office of that number with its mistakes; most have none."""
    found = dict(answers)
    for table, place, slip in SLIPS.get(number, ()):
        found = _change(found, table, place, slip)
    return found
