"""Q: stage 9, getting ready to ask for certification."""

from collections.abc import Iterator

from pso_excel.problem import Problem
from pso_excel.rules.case import Case, Rule

CHECKLIST = "S09.checklist"


def ready_without_evidence(case: Case) -> Iterator[Problem]:
    """Q102: an item says "ready" without evidence."""
    for entries, row in case.submission.cells(CHECKLIST):
        if row.text("state") == "ready" and row.is_blank("evidence"):
            yield Problem("Q102", entries.place(row, "evidence"), {"item": row.text("item")})


RULES: tuple[Rule, ...] = (ready_without_evidence,)
"""Every rule of this room."""
