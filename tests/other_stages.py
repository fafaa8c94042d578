"""The other stages of a random office: complete, with a slip here and there."""

from collections.abc import Iterator
from random import Random

from pso_excel import Framework
from pso_excel.forms import table_of
from pso_excel.forms.schema import KINDS, Field, FilledBy, Kind
from tests.complete import complete
from tests.complete_workbook import typed_rows
from tests.spellings import NOBODY_READS

SCORED = ("S05.systems", "S05.indicators", "S05.pairs", "S06.answers", "S06.assessors")
SLIPS = {
    Kind.DATE: ("31/09/2569", "ไม่ทราบ", "10/02/3112", "2569"),
    Kind.CHOICE: ("อาจจะ", "ไม่แน่ใจ"),
    Kind.REF: ("ไม่มีชื่อนี้",),
    Kind.EMAIL: ("ไม่มี@", "office"),
    **dict.fromkeys(KINDS, (*NOBODY_READS, "-5", "99999999999")),
}
TYPED = (FilledBy.OFFICE, FilledBy.FRAMEWORK)


def other_stages(
    framework: Framework, chance: Random, one_in: int
) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """What is typed in every other table; of so many rows one has a cell that is wrong or empty."""
    filling = complete(framework)
    for field_id, lines in filling.items():
        if field_id in SCORED:
            continue
        table = table_of(field_id)
        rows = typed_rows(table, lines, framework)
        for row in rows:
            if one_in and not chance.randrange(one_in):
                fields = [
                    field for field in table.fields if field.id in row and field.id != table.key
                ]
                _slip(row, chance.choice(fields or [table.fields[0]]), chance)
        yield field_id, rows


def _slip(row: dict[str, str], field: Field, chance: Random) -> None:
    if field.writer not in TYPED or field.id == "round" or field.id == "office":
        return
    wrong = SLIPS.get(field.kind)
    if wrong and chance.randrange(3):
        row[field.id] = chance.choice(wrong)
    else:
        row.pop(field.id, None)
