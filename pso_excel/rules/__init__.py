"""The rules: ``judge(case)`` runs every one of them and gives all problems at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from pso_excel.faults import internal_fault
from pso_excel.problem import Problem
from pso_excel.rules import (
    across,
    actions,
    assessors,
    changes,
    committee,
    following,
    form_identity,
    grounds,
    header,
    information,
    lessons,
    locked_texts,
    lost_parts,
    missions,
    readiness,
    scheduling,
    scores,
    sheet_figures,
    structure,
    tasks,
    tracker,
    weighing,
    weights,
)
from pso_excel.rules.case import Case as Case
from pso_excel.rules.case import Rule as Rule
from pso_excel.rules.concluding import CONCLUSIONS

ALL: tuple[Rule, ...] = (
    *structure.RULES,
    *locked_texts.RULES,
    *lost_parts.RULES,
    *form_identity.RULES,
    *sheet_figures.RULES,
    *header.RULES,
    *committee.RULES,
    *missions.RULES,
    *tasks.RULES,
    *information.RULES,
    *weights.RULES,
    *changes.RULES,
    *weighing.RULES,
    *scores.RULES,
    *grounds.RULES,
    *assessors.RULES,
    *actions.RULES,
    *scheduling.RULES,
    *tracker.RULES,
    *following.RULES,
    *readiness.RULES,
    *lessons.RULES,
    *across.RULES,
)


def judge(case: Case, rules: tuple[Rule, ...] = ALL) -> Iterator[Problem]:
    """Every problem of every rule; a rule that fails is one problem (I001), the others go on."""
    for rule in rules:
        yield from _tried(rule.__name__, partial(rule, case), case)


def conclude(case: Case, found: Sequence[Problem]) -> Iterator[Problem]:
    """What follows from all the problems ``found``, those of ``judge`` among them, each with the
    severity it has in this province."""
    for rule in CONCLUSIONS:
        yield from _tried(rule.__name__, partial(rule, case, found), case)


def _tried(name: str, rule: Callable[[], Iterable[Problem]], case: Case) -> Iterator[Problem]:
    try:
        yield from rule()
    except MemoryError:
        raise
    except Exception as fault:
        yield internal_fault(name, fault, case.submission.file, others_done=True)
