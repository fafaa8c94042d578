"""Every figure of one office: weights, scores, gaps, plan, tracker, readiness (E.5.4)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple, cast

from pso_excel.core.figures import round_half_up
from pso_excel.framework.pack import Framework, Indicator, Method, System
from pso_excel.model.scorecard import LeafScore, Scorecard, State, SystemScore
from pso_excel.model.submission import Row, Submission
from pso_excel.scoring.answer_scores import BAD, NOT_APPLICABLE, Answer, answer_of
from pso_excel.scoring.scheme import Scheme, scheme_of
from pso_excel.scoring.tree import (
    JOINS,
    Join,
    Node,
    Policy,
    aggregate,
    effective_weights,
    leaves,
    shares,
)

ZERO, FULL = Fraction(0), Fraction(100)
ANSWERED = frozenset({State.SCORED, State.NO_DATA})
GIVEN = ANSWERED | {State.BAD}
"""The states of an answer that somebody gave."""


@dataclass(frozen=True, slots=True)
class ScoringInput:
    """An office ready to be scored: what it is assessed on, its answers, and the tree of both."""

    scheme: Scheme
    answers: Mapping[str, Answer]
    tree: Node
    policy: Policy
    join: Join

    def expected(self, leaf: Node) -> bool:
        """Whether a leaf counts in the official score."""
        return leaf.state is not State.NA

    def is_given(self, leaf: Node) -> bool:
        """Whether a leaf counts in the provisional score."""
        return leaf.state not in (State.NA, State.BLANK)


def scoring_input(submission: Submission, framework: Framework) -> ScoringInput:
    """Put the answers of a submission on the tree of its scheme."""
    scheme = scheme_of(submission, framework)
    rows: dict[str, Answer] = {}
    given: dict[str, list[Row]] = {}
    for row in submission.rows("S06.answers"):
        given.setdefault(row.text("code"), []).append(row)
    for indicator in scheme.indicators:
        if indicator.method is not Method.COMPOSITE:
            found = given.get(indicator.code, ())
            rows[indicator.code] = _answer(found, indicator, scheme, framework, submission.scoring)
    answers = {
        code: answer if scheme.applies(code) else NOT_APPLICABLE for code, answer in rows.items()
    }
    return ScoringInput(
        scheme=scheme,
        answers=answers,
        tree=_tree(scheme, answers),
        policy=cast(Policy, framework.settings["na_policy"].value),
        join=JOINS[str(framework.settings["aggregation"].value)],
    )


def _answer(
    rows: Sequence[Row],
    indicator: Indicator,
    scheme: Scheme,
    framework: Framework,
    scoring: int,
) -> Answer:
    """The answer to an indicator; one that stands in two rows, or is to be scored in a way nobody
    can read, cannot be told."""
    if len(rows) > 1:
        return BAD
    if indicator.code in scheme.without_method and rows and rows[0].text("state") == State.SCORED:
        return BAD
    answer = answer_of(rows[0] if rows else None, indicator, framework, scoring)
    unknown = indicator.code in scheme.unscorable and answer.state is State.SCORED
    return BAD if unknown else answer


def _tree(scheme: Scheme, answers: Mapping[str, Answer]) -> Node:
    children: dict[str, list[Indicator]] = {}
    for indicator in scheme.indicators:
        children.setdefault(indicator.parent, []).append(indicator)

    def node(item: System | Indicator) -> Node:
        below = tuple(node(child) for child in children.get(item.code, ()))
        unusable = item.code in scheme.unusable
        nobody = BAD if unusable and scheme.applies(item.code) else NOT_APPLICABLE
        answer = answers.get(item.code, nobody)
        return Node(
            code=item.code,
            weight=Fraction(item.weight),
            children=below,
            state=answer.state,
            score=answer.score or ZERO,
            pilot=item.pilot,
            unusable=unusable,
        )

    return Node("", FULL, tuple(node(system) for system in scheme.systems))


def score(submission: Submission, framework: Framework) -> Scorecard:
    """The scorecard of one office, from S05 (or the framework's own weights) and S06.

    A blank is 0 in the official score and left out of the provisional one; what is not applicable
    is left out of both and its weight redistributed by the framework's policy. Any unusable
    answer or weight that counts leaves the office without a score, and so does an assessment in
    which nothing is answered: a score that was not given is not a zero. Bands and floors are judged
    on the two decimals that are printed. ArithmeticError for a score outside 0 to 100, which is a
    fault of ours.
    """
    inputs = scoring_input(submission, framework)
    official = _figures(inputs, inputs.expected)
    _assert_scores(official)
    blank = any(answer.state is State.BLANK for answer in inputs.answers.values())
    provisional = _figures(inputs, inputs.is_given) if blank else official
    share = shares(inputs.tree, official.weights)
    faults = _faults(inputs, official)
    unreadable = faults.unreadable
    nothing = not any(
        answer.state in GIVEN and code in share for code, answer in inputs.answers.items()
    )
    total = None if unreadable or nothing else official.office
    return Scorecard(
        official=total,
        provisional=None if unreadable or nothing else provisional.office,
        completeness=None if faults.unusable else _completeness(inputs, share),
        na_share=_na_share(inputs),
        band="" if total is None else framework.band(round_half_up(total)).code,
        systems=tuple(
            _system_score(system, node, inputs, official, provisional, faults.blocked)
            for system, node in zip(inputs.scheme.systems, inputs.tree.children, strict=True)
        ),
        indicators=tuple(
            _leaf_score(indicator, inputs, official.weights, share)
            for indicator in inputs.scheme.indicators
            if indicator.method is not Method.COMPOSITE
        ),
        unreadable=unreadable,
    )


def _assert_scores(figures: "_WeightedScores") -> None:
    for score in (figures.office, *figures.systems.values()):
        if score is not None and not ZERO <= score <= FULL:
            raise ArithmeticError("a score lies outside 0 to 100")


class _WeightedScores(NamedTuple):
    """Effective weights under one way of counting, and the scores they give."""

    weights: Mapping[str, Fraction]
    systems: Mapping[str, Fraction | None]
    office: Fraction | None


def _figures(inputs: ScoringInput, counted: Callable[[Node], bool]) -> _WeightedScores:
    weights = effective_weights(inputs.tree, inputs.policy, counted)
    systems = {
        node.code: aggregate(node, weights, inputs.join) if node.children else None
        for node in inputs.tree.children
    }
    parts = [
        (weights[code], score)
        for code, score in systems.items()
        if score is not None and code in weights
    ]
    return _WeightedScores(weights, systems, inputs.join(parts) if parts else None)


def projected(
    submission: Submission,
    scorecard: Scorecard,
    framework: Framework,
    better: Mapping[str, Fraction],
) -> Fraction | None:
    """The official score if some indicators reached these scores (never below their own).

    What is not applicable stays so; None when the office has no official score.
    """
    counted = {
        leaf.code: leaf
        for leaf in scorecard.indicators
        if leaf.share is not None and leaf.state is not State.NA
    }
    raised = {
        code: aim
        for code, aim in better.items()
        if code in counted and aim > (counted[code].score or ZERO)
    }
    if scorecard.official is None or not raised:
        return scorecard.official
    if framework.settings["aggregation"].value == "mean":  # the score is linear: add what is won
        shares_won = (
            (counted[code].share or ZERO) * (aim - (counted[code].score or ZERO))
            for code, aim in raised.items()
        )
        return scorecard.official + sum(shares_won, ZERO) / FULL
    inputs = scoring_input(submission, framework)
    effective = effective_weights(inputs.tree, inputs.policy, inputs.expected)
    return aggregate(_with_scores(inputs.tree, raised), effective, inputs.join)


def _with_scores(node: Node, scores: Mapping[str, Fraction]) -> Node:
    if node.children:
        below = tuple(_with_scores(child, scores) for child in node.children)
        return replace(node, children=below)
    return replace(node, score=scores.get(node.code, node.score))


class _Faults(NamedTuple):
    """The codes of counted answers and rows of stage 5 that leave the office without a score, those
    of the rows apart, and the systems without one."""

    unreadable: tuple[str, ...]
    unusable: tuple[str, ...]
    blocked: frozenset[str]


def _faults(inputs: ScoringInput, official: _WeightedScores) -> _Faults:
    weighed = _as_if_usable(inputs, official)
    counted = shares(inputs.tree, weighed)
    unusable = _unusable(inputs, counted)
    bad = [code for code, answer in inputs.answers.items() if answer.state is State.BAD]
    return _Faults(
        unreadable=tuple(dict.fromkeys((*filter(counted.__contains__, bad), *unusable))),
        unusable=unusable,
        blocked=_blocked(inputs, weighed, {*bad, *unusable, *inputs.scheme.unusable}),
    )


def _as_if_usable(inputs: ScoringInput, official: _WeightedScores) -> Mapping[str, Fraction]:
    """The effective weights as they would be if every weight could be used: some number for all
    that counts."""
    if not inputs.scheme.unusable:
        return official.weights

    def usable(node: Node) -> Node:
        below = tuple(map(usable, node.children))
        weight = Fraction(1) if node.unusable else node.weight
        return replace(node, children=below, weight=weight, unusable=False)

    return effective_weights(usable(inputs.tree), inputs.policy, inputs.expected)


def _blocked(
    inputs: ScoringInput, weighed: Mapping[str, Fraction], faults: Collection[str]
) -> frozenset[str]:
    """The systems in which something that counts cannot be read or used, pilots as well."""
    found: set[str] = set()
    for code in faults:
        *inside, system = inputs.scheme.above(code)
        if weighed.keys() >= {*inside} and (inside or system in weighed):
            found.add(system)
    return frozenset(found)


def _unusable(inputs: ScoringInput, counted: Mapping[str, Fraction]) -> tuple[str, ...]:
    """The rows of stage 5 that count and cannot be weighed, or would if they belonged to
    something."""
    scheme = inputs.scheme
    placed = {item.code for item in (*scheme.systems, *scheme.indicators)}
    lost = {
        code
        for code in scheme.unusable - placed
        if scheme.applies(code) and scheme.pilots.isdisjoint(scheme.above(code))
    }
    return tuple(sorted((scheme.unusable & counted.keys()) | lost))


def _completeness(inputs: ScoringInput, share: Mapping[str, Fraction]) -> Fraction | None:
    """Answered weight of the weight that is expected, in percent."""
    by_state: dict[State, Fraction] = {}
    for code, answer in inputs.answers.items():
        if answer.state not in ANSWERED and code in share:
            by_state[answer.state] = by_state.get(answer.state, ZERO) + share[code]
    expected = FULL - by_state.pop(State.NA, ZERO) if share else ZERO
    missing = sum(by_state.values(), ZERO)
    return FULL * (expected - missing) / expected if expected else None


def _na_share(inputs: ScoringInput) -> Fraction:
    """The part of the original weight that is said not to apply, in percent; pilots apart."""
    left_out = [leaf for leaf in leaves(inputs.tree) if leaf.state is State.NA]
    if not left_out:
        return ZERO
    original = shares(inputs.tree, effective_weights(inputs.tree, "sibling", lambda _: True))
    return sum((original.get(leaf.code, ZERO) for leaf in left_out), ZERO)


def _system_score(
    system: System,
    node: Node,
    inputs: ScoringInput,
    official: _WeightedScores,
    provisional: _WeightedScores,
    blocked: frozenset[str],
) -> SystemScore:
    answered = any(leaf.state in GIVEN for leaf in leaves(node) if not leaf.pilot)
    is_told = answered and system.code not in blocked
    score = official.systems[system.code] if is_told else None
    effective = official.weights.get(system.code)
    applies = any(inputs.expected(leaf) for leaf in leaves(node))
    counts = applies and effective is not None
    return SystemScore(
        code=system.code,
        applies=applies,
        weight=Fraction(system.weight),
        effective=effective,
        official=score,
        provisional=provisional.systems[system.code] if is_told else None,
        target=Fraction(system.target),
        floor=Fraction(system.floor),
        below_floor=counts
        and score is not None
        and round_half_up(score) < round_half_up(system.floor),
        pilot=system.pilot,
    )


def _leaf_score(
    indicator: Indicator,
    inputs: ScoringInput,
    effective: Mapping[str, Fraction],
    share: Mapping[str, Fraction],
) -> LeafScore:
    answer, path = inputs.answers[indicator.code], inputs.scheme.above(indicator.code)
    counts = indicator.code in share
    target = Fraction(indicator.target)
    gap = None if answer.score is None else max(ZERO, target - answer.score)
    is_pilot = not inputs.scheme.pilots.isdisjoint(path)
    return LeafScore(
        code=indicator.code,
        system=path[-1],
        state=answer.state,
        weight=Fraction(indicator.weight),
        effective=None if is_pilot else effective.get(indicator.code),
        share=share.get(indicator.code),
        score=answer.score,
        target=target,
        gap=gap,
        weighted_gap=share[indicator.code] * gap / FULL if counts and gap is not None else None,
        level=answer.level,
        pilot=is_pilot,
    )
