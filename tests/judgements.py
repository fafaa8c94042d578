"""The weights of systems by every method, with the judgements they come from (E.5.2)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from random import Random

from pso_excel import Framework
from tests.spellings import Line, Typed, Writer, said

METHODS = ("direct", "equal", "points", "rank_sum", "roc", "ahp")
HUNDRED = Fraction(100)


def by_method(method: str, raw: Sequence[Fraction]) -> list[Fraction]:
    """The weights that a method gives to these judgements; of pairs ``raw`` is the vector that all
    comparisons agree with."""
    count = len(raw)
    if method == "rank_sum":
        return [HUNDRED * 2 * (count + 1 - rank) / (count * (count + 1)) for rank in raw]
    if method == "roc":
        return [
            sum((HUNDRED / count / k for k in range(int(r), count + 1)), Fraction(0)) for r in raw
        ]
    if method == "equal":
        return [HUNDRED / count] * count
    return [HUNDRED * share / sum(raw, Fraction(0)) for share in raw]


def in_cents(weights: Sequence[Fraction]) -> list[Decimal]:
    """In two decimals that make 100: the cents left over go to the largest remainders."""
    cents = [100 * weight for weight in weights]
    whole = [cent.numerator // cent.denominator for cent in cents]
    order = sorted(range(len(cents)), key=lambda n: whole[n] - cents[n])
    for n in order[: 10_000 - sum(whole)]:
        whole[n] += 1
    return [Decimal(cent) / 100 for cent in whole]


def judged(
    framework: Framework, chance: Random, write: Writer, careful: bool
) -> tuple[list[Line], list[Line]]:
    """The lines of the systems, and of the comparisons in pairs."""
    codes = [system.code for system in framework.systems if not system.pilot]
    left_out = {code for code in codes if not chance.randrange(9)}
    counted = [code for code in codes if code not in left_out] or codes
    left_out -= set(counted)
    method = chance.choice(METHODS)
    raw = _raw(method, len(counted), chance)
    weights = in_cents(by_method(method, raw))
    if not careful and not chance.randrange(3):
        method, weights = "direct", [Decimal(chance.choice((5, 10, 20, 0))) for _ in counted]
    lines: list[Line] = []
    for code, share, weight in zip(counted, raw, weights, strict=True):
        line = {"sys": said(code), "applies": said("yes"), "weight_method": said(method)}
        line["weight"] = write.number(weight, "W")
        if method in ("points", "rank_sum", "roc"):
            line["raw"] = write.number(Decimal(int(share)), "C")
        lines.append(line)
    lines += [_left_out(code, write, careful=careful) for code in sorted(left_out)]
    pairs = _pairs(dict(zip(counted, raw, strict=True))) if method == "ahp" else []
    return lines, pairs


def _left_out(code: str, write: Writer, *, careful: bool) -> Line:
    line = {
        "sys": said(code),
        "applies": said("no"),
        "na_reason": said("ให้บริการประชาชนโดยอ้อมเท่านั้น"),
        "na_approver": said("มติ 3/2569"),
        "weight": write.nothing(),
    }
    return line if careful else line | {"weight": write.number(Decimal(10), "W")}


def _raw(method: str, count: int, chance: Random) -> list[Fraction]:
    if method in ("rank_sum", "roc"):
        ranks = list(range(1, count + 1))
        chance.shuffle(ranks)
        return list(map(Fraction, ranks))
    return [Fraction(chance.choice((1, 2, 3, 6))) for _ in range(count)]


def _pairs(raw: Mapping[str, Fraction]) -> list[Line]:
    lines: list[Line] = []
    for (a, share), (b, other) in combinations(raw.items(), 2):
        times = share / other
        shown = f"{times.numerator}" if times.denominator == 1 else f"{times}"
        lines.append({"a": said(a), "b": said(b), "times": Typed(shown, times)})
    return lines
