"""One submission from several workbooks: each stage from the one that counts for it."""

from collections.abc import Mapping

import pytest

from pso_excel.forms import table_of
from pso_excel.model.submission import Row, Submission, TableRows
from pso_excel.province.answers import join


def submission(file: str, **tables: tuple[str, ...]) -> Submission:
    """A workbook whose tables (``S07_actions``) have rows with these keys."""
    made: dict[str, TableRows] = {}
    for name, keys in tables.items():
        table = table_of(name.replace("_", "."))
        rows = [Row(place, values={table.key: key}) for place, key in enumerate(keys, 6)]
        made[table.id] = TableRows(table, table.sheet, {table.key: 2}, rows=rows)
    stages = tuple(sorted({field_id.partition(".")[0] for field_id in made}))
    return Submission(file=file, stages=stages, tables=made)


def keys(joined: Submission) -> Mapping[str, list[str]]:
    """The keys of each table's rows."""
    return {
        table_id: [row.text(entries.table.key) for row in entries.rows]
        for table_id, entries in joined.tables.items()
    }


WHOLE = submission("w", STAFF_people=("P1", "P2"), S05_indicators=("w5",), S07_actions=("w7",))


def test_a_stage_of_its_own_replaces_that_stage_only() -> None:
    joined = join(WHOLE, {"S07": submission("p", S07_actions=("p7",))}, filled=("S05", "S07"))
    assert keys(joined) == {
        "STAFF.people": ["P1", "P2"],
        "S05.indicators": ["w5"],
        "S07.actions": ["p7"],
    }
    assert joined.file == "w"


def test_registers_are_put_together_without_repeating_a_key() -> None:
    part = submission("p", STAFF_people=("P2", "P3"), S06_answers=("01.1",))
    joined = join(WHOLE, {"S06": part}, filled=("S05", "S07"))
    assert keys(joined)["STAFF.people"] == ["P1", "P2", "P3"]
    assert joined.stages == ("S05", "S06", "S07", "STAFF")


@pytest.mark.parametrize(("filled", "expected"), [(("S05",), "w5"), ((), "p5")])
def test_what_a_stage_carries_along_counts_where_the_workbook_left_it_empty(
    filled: tuple[str, ...], expected: str
) -> None:
    part = submission("p", S05_indicators=("p5",), S06_answers=("01.1",))
    assert keys(join(WHOLE, {"S06": part}, filled))["S05.indicators"] == [expected]


def test_the_owner_of_a_stage_goes_before_one_that_carries_it() -> None:
    parts = {
        "S05": submission("own", S05_indicators=("own",)),
        "S06": submission("carrying", S05_indicators=("carried",), S06_answers=("01.1",)),
    }
    assert keys(join(None, parts))["S05.indicators"] == ["own"]


def test_nothing_cannot_be_joined() -> None:
    with pytest.raises(ValueError, match="nothing"):
        join(None, {})
