"""The end of a consolidation in plain words and in one number."""

from pso_excel.engine.province import Province
from pso_excel.engine.province.received import Outcome
from pso_excel.figures import printed
from pso_excel.framework.wording import label, severity_of
from pso_excel.problem import Severity
from pso_excel.words import Language

NOT_COUNTED = (Outcome.REFUSED, Outcome.FAILED, Outcome.NO_OFFICE, Outcome.OTHER_ROUND)


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
        label("mean_line", language).format(
            mean=printed(spread.mean if spread else None),
            median=printed(spread.median if spread else None),
            n=spread.n if spread else 0,
        ),
        label("left_out_line", language).format(n=left_out, files=len(province.files)),
    ]
