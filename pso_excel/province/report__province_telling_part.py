"""The end of a consolidation in plain words and in one number."""

from pso_excel.core.bilingual import Language
from pso_excel.core.figures import printed
from pso_excel.core.messages import label, severity_of
from pso_excel.core.problem import Severity
from pso_excel.province import Province
from pso_excel.province.rollup__province_spread_part import Spread
from pso_excel.province.select import Outcome

NOT_COUNTED = (
    *(Outcome.REFUSED, Outcome.FAILED, Outcome.NO_OFFICE),
    *(Outcome.OTHER_ROUND, Outcome.AFTER_CLOSING),
)


def exit_code(province: Province) -> int:
    """0 clean, 1 problems of ERROR or BLOCK in the batch, 2 a file that could not be worked on."""
    worst = {severity_of(problem) for problem in province.problems}
    if any(one.outcome is Outcome.FAILED for one in province.files):
        return 2
    return int(bool(worst & {Severity.ERROR, Severity.BLOCK}))


def said(province: Province, language: Language) -> list[str]:
    """Who has sent, the mean, and what was left out: a line each."""
    sent, main = province.sent, province.main
    spread = main.scores if main else None
    left_out = sum(1 for one in province.files if one.outcome in NOT_COUNTED)
    return [
        label("sent_line", language).format(
            received=sent.received, expected=sent.expected, accepted=sent.accepted
        ),
        _mean(spread, sent.expected, language),
        label("left_out_line", language).format(n=left_out, files=len(province.files)),
    ]


def _mean(spread: Spread | None, expected: int, language: Language) -> str:
    """The mean with how many of all it is of; where nothing is accepted, that there is none."""
    if spread is None:
        return label("no_mean_line", language)
    return label("mean_line", language).format(
        mean=printed(spread.mean), median=printed(spread.median), n=spread.n, expected=expected
    )
