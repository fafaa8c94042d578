"""W718 to W721: the weights of the systems reproduce the method they are said to come from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from pso_excel.engine.scoring.pairwise import Comparison, ahp, matrix_of
from pso_excel.engine.scoring.weighting import equal, points, rank_centroid, rank_sum, ranks_fit
from pso_excel.figures import plain, printed, shown
from pso_excel.problem import Place, Problem
from pso_excel.rules.case import Case, Rule
from pso_excel.rules.weights import left_without
from pso_excel.stages.choices import words_of
from pso_excel.submission import Row

SYSTEMS = "S05.systems"
PAIRS = "S05.pairs"
TOLERANCE = Decimal("0.01")
BY_RAW: Mapping[str, Callable[[Sequence[Decimal]], Sequence[Fraction]]] = {
    "points": points,
    "rank_sum": rank_sum,
    "roc": rank_centroid,
}


def _weighed(case: Case) -> tuple[str, list[Row]]:
    """The method and the systems that carry weight; no method when they name several."""
    pilots = {one.code for one in case.framework.systems if one.pilot}
    rows = [
        row
        for row in case.submission.rows(SYSTEMS)
        if row.text("sys") not in pilots and not left_without(row)
    ]
    methods = {row.text("weight_method") for row in rows}
    return (methods.pop() if len(methods) == 1 else ""), rows


def ranks_wrong(case: Case) -> Iterator[Problem]:
    """W720: the ranks are not 1 to n (ties share the mean of their places)."""
    method, rows = _weighed(case)
    ranks = [row.number_of("raw") for row in rows]
    given = [rank for rank in ranks if rank is not None]
    if method in ("rank_sum", "roc") and len(given) == len(ranks) and not ranks_fit(given):
        entries = case.submission.tables[SYSTEMS]
        place = entries.place(rows[0], "raw")
        yield Problem("W720", place, {"ranks": ", ".join(plain(rank) for rank in given)})


def method_not_reproduced(case: Case) -> Iterator[Problem]:
    """W721: the stated method does not reproduce a weight (within 0.01)."""
    method, rows = _weighed(case)
    computed = _computed(case, method, rows)
    entries = case.submission.tables.get(SYSTEMS)
    for row, right in zip(rows, computed, strict=False):
        typed = row.number_of("weight")
        if entries and typed is not None and abs(shown(typed) - shown(right)) > TOLERANCE:
            values = {
                "method": words_of("weight_method", method),
                "code": row.text("sys"),
                "calc": printed(right),
                "value": printed(typed),
            }
            yield Problem("W721", entries.place(row, "weight"), values)


def _computed(case: Case, method: str, rows: list[Row]) -> Sequence[Fraction | Decimal]:
    """The weights the method gives; none when it cannot be carried out."""
    if method == "equal" and rows:
        return equal(len(rows))
    if method == "ahp":
        comparison = _comparison(case, rows)
        return comparison.weights if comparison else ()
    raw = [row.number_of("raw") for row in rows]
    given = [number for number in raw if number is not None]
    if method not in BY_RAW or len(given) < len(raw):
        return ()
    try:
        return BY_RAW[method](given)
    except ValueError:
        return ()


def _comparison(case: Case, rows: list[Row]) -> Comparison | None:
    """The pairwise comparison, None while pairs are missing or not positive."""
    judgements: dict[tuple[str, str], Fraction] = {}
    for row in case.submission.rows(PAIRS):
        times = row.number_of("times")
        if times is not None and times > 0:
            judgements[row.text("a"), row.text("b")] = Fraction(times)
    matrix, missing = matrix_of([row.text("sys") for row in rows], judgements)
    return None if missing or not rows else ahp(matrix)


def inconsistent(case: Case) -> Iterator[Problem]:
    """W718, W719: the consistency ratio of the comparison is above the limits."""
    method, rows = _weighed(case)
    comparison = _comparison(case, rows) if method == "ahp" else None
    ratio = comparison.ratio if comparison else None
    if comparison is None or ratio is None or ratio <= case.framework.number("cr_good"):
        return
    codes = [row.text("sys") for row in rows]
    pairs = "; ".join("–".join(codes[place] for place in triad) for triad in comparison.triads)
    entries = case.submission.tables[PAIRS]
    place = Place(sheet=entries.sheet, stage="S05", field="times")
    if entries.rows:
        place = entries.place(entries.rows[0], "times")
    code = "W718" if ratio > case.framework.number("cr_limit") else "W719"
    yield Problem(code, place, {"cr": printed(ratio), "pairs": pairs})


RULES: tuple[Rule, ...] = (ranks_wrong, method_not_reproduced, inconsistent)
"""Every rule of this room."""
