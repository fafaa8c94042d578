"""One submission from several workbooks of an office: a workbook of all stages and single ones."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from pso_excel.model.submission import SCORING, Entries, Submission
from pso_excel.results.acknowledgements import PROBLEMS

ANSWERS = "S06.answers"
REGISTERS = ("STAFF", "EVIDENCE")  # every workbook carries them, so their rows are put together
KEPT = ("S00", *REGISTERS)  # the workbook of all stages goes first, filled in or not


def join(
    whole: Submission | None, parts: Mapping[str, Submission], filled: Collection[str] = ()
) -> Submission:
    """The tables of each stage from the workbook that counts for it.

    ``parts`` maps a stage to its single-stage workbook, which replaces that stage of ``whole``;
    ``filled`` are the stages that ``whole`` has filled in. A stage that neither has comes from the
    first part that carries it along (stage 6 carries the weights). Registers are put together: a
    row whose key is already there is not repeated. The reasons that an office gave for warnings
    count whichever of its workbooks they stand in. ValueError when there is nothing to join.
    """
    sources = ([whole] if whole else []) + [parts[stage] for stage in sorted(parts)]
    if not sources:
        raise ValueError("nothing to join")
    tables: dict[str, Entries] = {}
    for table in dict.fromkeys(id for one in sources for id in one.tables):
        stage = table.partition(".")[0]
        carrying = [one.tables[table] for one in sources if table in one.tables]
        owner = parts.get(stage)
        if whole and table in whole.tables and stage not in (*KEPT, *filled):
            carrying.append(carrying.pop(0))
        if stage in REGISTERS:
            tables[table] = _together(carrying)
        elif table == PROBLEMS:
            every = [row for one in carrying for row in one.rows]
            tables[table] = replace(carrying[0], rows=every)
        elif owner and table in owner.tables:
            tables[table] = owner.tables[table]
        else:
            tables[table] = carrying[0]
    stages = tuple(sorted({stage for one in sources for stage in one.stages}))
    answers = tables.get(ANSWERS)
    scoring = next((one.scoring for one in sources if one.tables.get(ANSWERS) is answers), SCORING)
    return replace(sources[0], tables=tables, stages=stages, scoring=scoring)


def completed(
    first: Submission, others: Iterable[Submission], typed: Callable[[Submission], frozenset[str]]
) -> Submission:
    """A submission, and from others of the same office and round the stages in which nothing is
    typed in it; ``typed`` gives the stages in which something is. Earlier ones go before later."""
    own = typed(first)
    parts: dict[str, Submission] = {}
    for other in others:
        for stage in sorted(typed(other) - own - parts.keys()):
            parts[stage] = other
    return join(first, parts, own) if parts else first


def _together(registers: Sequence[Entries]) -> Entries:
    """The rows of the first register and those of the others whose key it does not have."""
    first = registers[0]
    known = set(first.by_key())
    rows = list(first.rows)
    for other in registers[1:]:
        for key, row in other.by_key().items():
            if key not in known:
                known.add(key)
                rows.append(row)
    return replace(first, rows=rows)
