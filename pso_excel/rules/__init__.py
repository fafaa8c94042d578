"""The rules: ``judge(case)`` runs every one of them and gives all problems at once."""

import hashlib
import traceback
from collections.abc import Iterator

from pso_excel.problem import Place, Problem
from pso_excel.rules import (
    actions,
    committee,
    header,
    information,
    lessons,
    missions,
    readiness,
    scores,
    structure,
    weighing,
    weights,
)
from pso_excel.rules.case import Case as Case
from pso_excel.rules.case import Rule as Rule

ALL: tuple[Rule, ...] = (
    *structure.RULES,
    *header.RULES,
    *committee.RULES,
    *missions.RULES,
    *information.RULES,
    *weights.RULES,
    *weighing.RULES,
    *scores.RULES,
    *actions.RULES,
    *readiness.RULES,
    *lessons.RULES,
)


def judge(case: Case, rules: tuple[Rule, ...] = ALL) -> Iterator[Problem]:
    """Every problem of every rule; a rule that fails is one problem (I001), the others go on."""
    for rule in rules:
        try:
            yield from rule(case)
        except Exception as fault:
            yield internal_fault(rule.__name__, fault, case.submission.file)


def internal_fault(where: str, fault: Exception, file: str) -> Problem:
    """A bug of ours as one problem, with a reference that is the same for the same bug."""
    frames = traceback.extract_tb(fault.__traceback__)
    trail = "|".join(f"{frame.name}:{frame.lineno}" for frame in frames)
    reference = hashlib.sha256(f"{type(fault).__name__}|{trail}".encode()).hexdigest()[:8]
    values = {"part": where, "ref": reference.upper()}
    return Problem("I001", Place(file=file), values)
