"""What must hold of every score, whatever the weights and answers (domain study E.5.4)."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from pso_excel.model.scorecard import State
from pso_excel.scoring.tree import JOINS, Node, Policy, aggregate, effective_weights, leaves, shares

scores = st.fractions(0, 100, max_denominator=50)
weights = st.integers(0, 1000).map(lambda cents: Fraction(cents, 10))
policies = st.sampled_from(["sibling", "global", "keep"])
joins = st.sampled_from(sorted(JOINS))
counted_states = st.sampled_from([State.SCORED, State.NO_DATA, State.BLANK, State.NA])


@st.composite
def trees(draw: st.DrawFn) -> Node:
    """An office of up to four systems, some of whose indicators are composites."""

    def leaf(code: str) -> Node:
        state = draw(counted_states)
        score = draw(scores) if state is State.SCORED else Fraction(0)
        return Node(code, draw(weights), state=state, score=score, pilot=draw(pilots))

    def branch(code: str, depth: int) -> Node:
        if not depth:
            return leaf(code)
        below = tuple(
            branch(f"{code}.{n}", depth - draw(st.integers(1, depth)))
            for n in range(draw(st.integers(1, 4)))
        )
        return Node(code, draw(weights), below, pilot=draw(pilots))

    pilots = st.sampled_from([False] * 5 + [True])
    return Node("", Fraction(100), tuple(branch(str(n), 2) for n in range(draw(st.integers(1, 4)))))


def expected(leaf: Node) -> bool:
    """What counts in the official score."""
    return leaf.state is not State.NA


def official(tree: Node, policy: Policy = "sibling", way: str = "mean") -> Fraction | None:
    """The official score of a tree."""
    return aggregate(tree, effective_weights(tree, policy, expected), JOINS[way])


def changed(tree: Node, nodes: Mapping[str, Node]) -> Node:
    """The tree with some nodes, by code, replaced."""
    if tree.code in nodes:
        return nodes[tree.code]
    return replace(tree, children=tuple(changed(child, nodes) for child in tree.children))


@given(trees(), policies, joins)
def test_scores_stay_within_0_and_100(tree: Node, policy: Policy, way: str) -> None:
    score = official(tree, policy, way)
    assert score is None or 0 <= score <= 100


@given(trees(), policies)
def test_shares_of_the_leaves_add_up_to_100(tree: Node, policy: Policy) -> None:
    share = shares(tree, effective_weights(tree, policy, expected))
    total = sum((share.get(leaf.code, Fraction(0)) for leaf in leaves(tree)), Fraction(0))
    assert total == (0 if official(tree, policy) is None else 100)


@given(trees(), policies)
def test_the_score_is_what_the_shares_say(tree: Node, policy: Policy) -> None:
    share = shares(tree, effective_weights(tree, policy, expected))
    parts = [share.get(leaf.code, Fraction(0)) * leaf.score for leaf in leaves(tree)]
    assert (official(tree, policy) or 0) == sum(parts, Fraction(0)) / 100


@given(trees(), joins)
def test_all_at_100_is_100(tree: Node, way: str) -> None:
    full = {leaf.code: replace(leaf, score=Fraction(100)) for leaf in leaves(tree)}
    assert official(changed(tree, full), "sibling", way) in (None, 100)


@given(trees(), policies, joins, scores, st.data())
def test_a_better_answer_never_lowers_the_score(
    tree: Node, policy: Policy, way: str, more: Fraction, data: st.DataObject
) -> None:
    scored = [leaf for leaf in leaves(tree) if leaf.state is not State.NA]
    if scored:
        node = data.draw(st.sampled_from(scored))
        better = replace(node, score=min(Fraction(100), node.score + more))
        after = official(changed(tree, {node.code: better}), policy, way)
        assert (after or 0) >= (official(tree, policy, way) or 0) - Fraction(1, 10**30)


@given(trees(), policies, joins)
def test_the_order_of_rows_does_not_matter(tree: Node, policy: Policy, way: str) -> None:
    def turned(node: Node) -> Node:
        return replace(node, children=tuple(turned(child) for child in reversed(node.children)))

    before, after = official(tree, policy, way), official(turned(tree), policy, way)
    assert (before is None) is (after is None)
    assert abs((before or 0) - (after or 0)) < Fraction(1, 10**30)


@given(trees(), weights, scores)
def test_what_is_not_applicable_changes_nothing(
    tree: Node, weight: Fraction, score: Fraction
) -> None:
    others = {
        leaf.code: replace(leaf, weight=weight, score=score)
        for leaf in leaves(tree)
        if leaf.state is State.NA
    }
    assert official(changed(tree, others)) == official(tree)


@given(trees(), policies, st.fractions(Fraction(1, 20), 100, max_denominator=20))
def test_only_the_proportion_of_weights_matters(
    tree: Node, policy: Policy, factor: Fraction
) -> None:
    def scaled(node: Node) -> Node:
        below = tuple(scaled(child) for child in node.children)
        return replace(node, weight=node.weight * factor, children=below)

    assert official(scaled(tree), policy) == official(tree, policy)


@given(scores, policies, joins)
def test_a_tree_with_one_child_is_the_child(score: Fraction, policy: Policy, way: str) -> None:
    leaf = Node("i", Fraction(7), score=score)
    system = Node("S", Fraction(30), (leaf,))
    assert official(Node("", Fraction(100), (system,)), policy, way) == score


@given(trees(), scores)
def test_a_pilot_changes_nothing(tree: Node, score: Fraction) -> None:
    pilots = {
        leaf.code: replace(leaf, score=score, state=State.SCORED)
        for leaf in leaves(tree)
        if leaf.pilot
    }
    assert official(changed(tree, pilots)) == official(tree)


@given(trees())
def test_leaving_blanks_out_never_lowers_the_score(tree: Node) -> None:
    given_only = effective_weights(
        tree, "sibling", lambda leaf: leaf.state not in (State.NA, State.BLANK)
    )
    provisional = aggregate(tree, given_only, JOINS["mean"])
    assert provisional is None or provisional >= (official(tree) or 0)
