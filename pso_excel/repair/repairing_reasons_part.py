"""The reasons an officer gave to problems of the last check, carried with those problems."""

import re

from pso_excel.core.messages import catalogue, label
from pso_excel.repair.carry_over import Carried
from pso_excel.repair.carry_over__repairing_values_part import shown_as
from pso_excel.repair.damaged_workbook__repairing_pages_part import Spot
from pso_excel.repair.found_table__repairing_standing_part import Standing
from pso_excel.results.acknowledgements import PROBLEMS, shown_beside
from pso_excel.xlsx.workbook import address, position
from pso_excel.xlsx.workbook__results_writes_part import Write

_ADDRESS = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}")


def carry_reasons(carried: Carried) -> None:
    """Rows of the result sheet with a reason keep it and the problem it answers, whose cell is
    named as it is in the fresh workbook. The other rows are the program's, and written anew by the
    next check; a row that is no problem of ours is an officer's, and is left over."""
    standing = carried.old.standings.get(PROBLEMS)
    for id, one in carried.old.standings.items():
        if id.partition(".")[0] == "SUMMARY":
            _pass_over(carried, one)
    if standing is None or "rule" not in standing.columns:
        return
    known = catalogue()
    more = label("more_problems", carried.language).partition("{")[0]
    target = standing.placed.first
    for row in standing.rows:
        texts = _texts(carried, standing, row)
        if texts.get("rule") not in known:
            ours = bool(more) and texts.get("message", "").startswith(more)
            _take(carried, standing, row, leave=not ours)
        elif texts.get("reason"):
            _carry(carried, standing, row, target, texts)
            target += 1
        else:
            _take(carried, standing, row, leave=False)


def _texts(carried: Carried, standing: Standing, row: int) -> dict[str, str]:
    fields = (one for one in standing.table.fields if one.id in standing.columns)
    texts = ((one.id, shown_as(carried.cell(standing.spot(one, row)))) for one in fields)
    return {id: text for id, text in texts if text}


def _carry(
    carried: Carried, standing: Standing, row: int, target: int, texts: dict[str, str]
) -> None:
    placed = standing.placed
    if target > placed.last:
        _take(carried, standing, row, leave=True)
        return
    texts["cell"] = renamed(texts.get("cell", ""), carried)
    if "seen" in texts:
        texts["seen"] = shown_beside(texts["seen"], texts["rule"], texts["cell"])
    for id, text in texts.items():
        carried.writes.append(Write(placed.sheet, placed.cell(id, target), text))
    carried.placed += 1
    _take(carried, standing, row, leave=False)


def _take(carried: Carried, standing: Standing, row: int, *, leave: bool) -> None:
    for one in standing.table.fields:
        if one.id in standing.columns:
            spot = standing.spot(one, row)
            if leave:
                carried.leave(spot, "why_result", field=one.label)
            carried.taken.add(spot)


def _pass_over(carried: Carried, standing: Standing) -> None:
    """The figures of the summary are the program's own."""
    rows = standing.lines.values() if standing.is_record else standing.rows
    for row in rows:
        for column in set(standing.columns.values()):
            carried.taken.add((standing.sheet, row, column))


def renamed(cells: str, carried: Carried) -> str:
    """The cells a problem names (``06_ประเมิน!E12, E15:E17``) as the fresh workbook has them; as
    they are where one of them was not placed."""
    sheet, mark, places = cells.rpartition("!")
    now: dict[str, Spot] = {}
    for text in _ADDRESS.findall(places):
        found = carried.moved.get((sheet, *position(text)))
        if found is None:
            return cells
        now[text] = found
    sheets = {spot[0] for spot in now.values()}
    if not mark or len(sheets) != 1:
        return cells
    new = _ADDRESS.sub(lambda found: address(*now[found[0]][1:]), places)
    return f"{sheets.pop()}!{new}"
