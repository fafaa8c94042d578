"""What is wrong: one rule, one function; ``run_rules(case)`` gives all problems at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from pso_excel.core.faults import internal_error_problem
from pso_excel.core.problem import Problem
from pso_excel.rules import across_stages as across
from pso_excel.rules import s00_header as header
from pso_excel.rules import s01_committee as committee
from pso_excel.rules import s02_missions as missions
from pso_excel.rules import s03_tasks as tasks
from pso_excel.rules import s04_inventory as information
from pso_excel.rules import s05_weight_methods as weighing
from pso_excel.rules import s05_weights as weights
from pso_excel.rules import s06_evidence as grounds
from pso_excel.rules import s06_scores as scores
from pso_excel.rules import s07_plan as actions
from pso_excel.rules import s08_tracker as tracker
from pso_excel.rules import s09_readiness as readiness
from pso_excel.rules import s10_lessons as lessons
from pso_excel.rules import template_formulas as sheet_figures
from pso_excel.rules import template_identity as form_identity
from pso_excel.rules import template_structure as structure
from pso_excel.rules import template_texts as locked_texts
from pso_excel.rules.context import Rule as Rule
from pso_excel.rules.context import RuleContext as RuleContext
from pso_excel.rules.s09_readiness import SUMMARY_RULES

ALL: tuple[Rule, ...] = (
    *structure.RULES,
    *locked_texts.RULES,
    *form_identity.RULES,
    *sheet_figures.RULES,
    *header.RULES,
    *committee.RULES,
    *missions.RULES,
    *tasks.RULES,
    *information.RULES,
    *weights.RULES,
    *weighing.RULES,
    *scores.RULES,
    *grounds.RULES,
    *actions.RULES,
    *tracker.RULES,
    *readiness.RULES,
    *lessons.RULES,
    *across.RULES,
)


def run_rules(context: RuleContext, rules: tuple[Rule, ...] = ALL) -> Iterator[Problem]:
    """Every problem of every rule; a rule that fails is one problem (I001), the others go on."""
    for rule in rules:
        yield from _tried(rule.__name__, partial(rule, context), context)


def run_summary_rules(context: RuleContext, problems: Sequence[Problem]) -> Iterator[Problem]:
    """What follows from all the problems ``found``, those of ``judge`` among them, each with the
    severity it has in this province."""
    for rule in SUMMARY_RULES:
        yield from _tried(rule.__name__, partial(rule, context, problems), context)


def _tried(
    name: str, rule: Callable[[], Iterable[Problem]], context: RuleContext
) -> Iterator[Problem]:
    try:
        yield from rule()
    except MemoryError:
        raise
    except Exception as fault:
        yield internal_error_problem(name, fault, context.submission.file, others_done=True)
