"""The live formulas of what an office's scores come to: the official score, its band, and how much
of the assessment is answered."""

from pso_excel.books.template.formulas import UNSCORED, text
from pso_excel.books.template.scores import ANSWERS, INDICATORS, SYSTEMS, Scores
from pso_excel.stages.choices import words_of

OVERALL = "PSO_OVERALL"
_SIGNS = {"good": "✔", "care": "▲", "wrong": "✖"}


def overall(scores: Scores) -> str:
    """The official score: blanks count as 0; ✖ while a weight or an answer that counts cannot
    be used; empty while nothing is answered."""
    points, weights = scores.range(ANSWERS, "score"), scores.range(ANSWERS, "weight")
    weighted = scores.range(ANSWERS, "weighted")
    return (
        f'IF({_unsound(scores)}+COUNTIFS({points},{text(UNSCORED)},{weights},">=0")>0,'
        f'{text(UNSCORED)},IF(COUNT({weighted})=0,"",SUM({weighted})))'
    )


def _unsound(scores: Scores) -> str:
    """How many rows of stage 5 count and cannot be weighed."""
    systems, indicators = (scores.range(table, "unusable") for table in (SYSTEMS, INDICATORS))
    return f"SUM({systems})+SUM({indicators})"


def completeness(scores: Scores) -> str:
    """Answered weight in percent of the weight that counts."""
    points, weights = scores.range(ANSWERS, "score"), scores.range(ANSWERS, "weight")
    methods, shares = scores.range(INDICATORS, "method"), scores.range(INDICATORS, "share")
    leaves = text(f"<>{words_of('method', 'composite').say(scores.language)}")
    whole = f"SUMIF({methods},{leaves},{shares})"
    none = f"OR({whole}=0,{_unsound(scores)}>0)"
    return f'IF({none},"",100*SUMIF({points},">=0",{weights})/{whole})'


def official() -> str:
    """The official score for reading: a dash until something is assessed."""
    return f'IF({OVERALL}="","–",{OVERALL})'


def band(scores: Scores) -> str:
    """The words of the band of the official score, judged on the two decimals printed."""
    score = OVERALL
    inner = text("–")
    for one in sorted(scores.framework.bands, key=lambda band: band.low):
        words = text(f"{_SIGNS[one.mark]} {one.name.say(scores.language)}")
        inner = f"IF(ROUND({score},2)>={one.low:f},{words},{inner})"
    bad = text(UNSCORED)
    return f'IF(ISNUMBER({score}),{inner},IF({score}={bad},{bad},"–"))'
