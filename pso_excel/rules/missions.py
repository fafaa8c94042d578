"""V: stage 2, goals and missions."""

from collections.abc import Iterator

from pso_excel.problem import Problem
from pso_excel.rules.case import Case, Rule

MISSIONS = "S02.missions"


def no_beneficiary(case: Case) -> Iterator[Problem]:
    """V411: a mission does not say who benefits, directly or indirectly."""
    for entries, row in case.submission.cells(MISSIONS):
        if row.is_blank("beneficiary_direct") and row.is_blank("beneficiary_indirect"):
            place = entries.place(row, "beneficiary_direct")
            yield Problem("V411", place, {"code": row.text("code")})


RULES: tuple[Rule, ...] = (no_beneficiary,)
"""Every rule of this room."""
