"""Small filled workbooks of each stage, from which broken ones are made."""

from functools import cache

from pso_excel import fill_workbook, load_framework
from pso_excel.demo import demo_answers
from tests.complete_workbook import blank_workbook
from tests.hostile.mutations import taken_apart
from tests.hostile.zip_mutations import Part

STAGES = tuple(f"S{number:02d}" for number in range(11))


@cache
def base(stage: str = "", office: int = 1) -> tuple[Part, ...]:
    """The parts of a workbook of one stage (empty: all) with the answers of a made-up office."""
    framework = load_framework("pso")
    answers = demo_answers(office, framework)
    blank = blank_workbook("", stage=stage)
    tables = {table: rows for table, rows in answers.items() if _has(table, stage)}
    return taken_apart(fill_workbook(blank, tables, framework))


def _has(table: str, stage: str) -> bool:
    """Whether a workbook of that stage has that table: its own, the cover, the registers."""
    room = table.partition(".")[0]
    always = ("S00", "STAFF", "EVIDENCE", *(("S05",) if stage == "S06" else ()))
    return not stage or room == stage or room in always
