"""Q105 and X302: what follows from all that was found before."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from pso_excel.core.messages import severity_of
from pso_excel.core.problem import Place, Problem, Severity
from pso_excel.rules.context import Case
from pso_excel.rules.s09_readiness import requesting

Conclusion = Callable[[Case, Sequence[Problem]], Iterable[Problem]]
"""A rule that also looks at the problems found so far, each with the province's severity."""
STAGE = "stage:"
GRAVE = frozenset({Severity.BLOCK, Severity.ERROR})
BEFORE_REQUEST = tuple(f"S{number:02d}" for number in range(1, 9))


def errors_left(case: Case, found: Sequence[Problem]) -> Iterator[Problem]:
    """Q105: the office asks for certification though errors are left in stages 1 to 8."""
    for entries, row in requesting(case):
        left = [one.place.stage for one in found if severity_of(one) in GRAVE]
        stages = [stage for stage in BEFORE_REQUEST if stage in left]
        if stages:
            number = sum(left.count(stage) for stage in stages)
            values = {"n": str(number), "stages": ", ".join(stages)}
            yield Problem("Q105", entries.place(row, "requesting"), values)


def sent_too_early(case: Case, found: Sequence[Problem]) -> Iterator[Problem]:
    """X302: a stage was sent in a workbook of its own before the stage before it was accepted.

    Accepted is a stage that is begun and has no errors. Only a province can tell: one workbook
    checked alone says nothing of the others.
    """
    if case.registry is None:
        return
    faulty = {one.place.stage for one in found if severity_of(one) in GRAVE}
    begun = {table.partition(".")[0] for table in case.submission.tables if case.begun(table)}
    for stage in sorted({*_sent_alone(case)} - {"S00", "S01"}):
        before = f"S{int(stage[1:]) - 1:02d}"
        if before in faulty or before not in begun:
            yield Problem("X302", _place(case, stage), {"n": stage, "p": before})


def _sent_alone(case: Case) -> Iterator[str]:
    for one in case.parts or (case.submission,):
        if one.template.startswith(STAGE):
            yield one.template.removeprefix(STAGE)


def _place(case: Case, stage: str) -> Place:
    """The first cell of the stage that an office fills in."""
    for entries in case.submission.tables.values():
        if entries.table.stage == stage and entries.rows:
            return entries.place(entries.rows[0], entries.table.fields[0].id)
    return Place(stage=stage)


CONCLUSIONS: tuple[Conclusion, ...] = (errors_left, sent_too_early)
"""Every rule of this room."""
