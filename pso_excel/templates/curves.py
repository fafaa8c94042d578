"""How a quantity is scored between the points of its indicator, as live formulas (E.5.3)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from pso_excel.templates.formulas import UNSCORED, text


def curves(x: str, xs: Sequence[str], earned: Sequence[Decimal]) -> Iterator[tuple[str, str]]:
    """The names of the three ways in which a quantity ``x`` is scored between the points ``xs`` of
    its indicator; ``earned`` are the scores of levels 1 to 5."""
    rising = ",".join(f"{low}<{high}" for low, high in pairwise(xs))
    sound = f"IF(COUNT({','.join(xs)})=5,AND({rising}),FALSE)"
    more = f"IF({x}<{xs[0]},0,{_lines(x, xs, earned)})"
    less = f"IF({x}>{xs[-1]},0,IF({x}<{xs[0]},{earned[-1]:f},{_lines(x, xs, earned[::-1])}))"
    yield "PSO_MORE", f"IF({sound},{more},{text(UNSCORED)})"
    yield "PSO_LESS", f"IF({sound},{less},{text(UNSCORED)})"
    four = f"COUNT({','.join(xs[:4])})=4"
    ordered = f"{xs[0]}<{xs[1]},{xs[1]}<={xs[2]},{xs[2]}<{xs[3]}"
    sound = f"IF({four},AND({ordered},IFERROR(LEN({xs[4]})=0,FALSE)),FALSE)"
    rise = f"100*({x}-{xs[0]})/({xs[1]}-{xs[0]})"
    fall = f"100*({xs[3]}-{x})/({xs[3]}-{xs[2]})"
    yield "PSO_WITHIN", f"IF({sound},MAX(0,MIN(100,{rise},{fall})),{text(UNSCORED)})"


def _lines(x: str, xs: Sequence[str], scores: Sequence[Decimal]) -> str:
    """Straight lines through the points, from the first to the last and level after it."""
    formula = f"{scores[-1]:f}"
    for (low, score), (high, next_score) in reversed(list(pairwise(zip(xs, scores, strict=True)))):
        line = f"{score:f}+({next_score - score:f})*({x}-{low})/({high}-{low})"
        formula = f"IF({x}<={high},{line},{formula})"
    return formula
