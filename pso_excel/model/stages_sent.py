"""What an office has submitted: the stages its cover names, together with the head's approval.

One definition for every rule and for the province. A stage that is neither sent nor due is no fault
of the workbook.
"""

import re
from collections.abc import Iterable

from pso_excel.core import thai
from pso_excel.framework.pack import Framework
from pso_excel.model.submission import Submission
from pso_excel.rules.field_checks import untouched_tables

COVER = "S00.cover"
_NUMBERED = re.compile(r"(?:ขั้นที่|ขั้น|stages?|s)? ?0?([0-9]{1,2})", re.IGNORECASE)
_SPAN = re.compile(r" ?(?:[-–—]|ถึง|\bto\b) ?", re.IGNORECASE)
_LISTED = re.compile(r" ?(?:[,;/]|และ|กับ|\band\b) ?| (?![0-9])| (?=[0-9])", re.IGNORECASE)
_ALL = frozenset({"ทั้งหมด", "ทุกขั้น", "all", "all stages"})


def is_submitted(submission: Submission) -> bool:
    """Whether the cover says that the workbook is submitted, no longer a draft. The approval that
    belongs to it is required on the cover (H207)."""
    cover = submission.record(COVER)
    return cover is not None and cover.text("status") == "submitted"


def stages_sent(submission: Submission, framework: Framework) -> tuple[str, ...]:
    """The stages an office has submitted, in order: those the cover names, by default those in
    which anything is answered (of a workbook of single stages: its own); none while it is a draft.
    """
    if not is_submitted(submission):
        return ()
    sent = _named(submission) or _begun(submission, framework)
    return tuple(stage for stage in submission.stages if stage in sent)


def stages_due(submission: Submission, framework: Framework) -> frozenset[str]:
    """The stages that must be whole: those that were sent; where the cover names none, also those
    before the last of them, since stages are accepted in their order."""
    sent = stages_sent(submission, framework)
    if not sent or _named(submission):
        return frozenset(sent)
    return frozenset(stage for stage in submission.stages if stage <= sent[-1])


def named_stages(text: str) -> frozenset[str] | None:
    """The stages a cover names (``"1-3, 6"``, ``"ขั้น ๑ ถึง ๖"``, ``"S01 S02"``, ``"ทุกขั้น"``); None
    for a text that names none or cannot be read."""
    plain = thai.digits(thai.clean(text)).casefold()
    if plain in _ALL:
        return frozenset(f"S{number:02}" for number in range(1, 11))
    found: set[int] = set()
    for part in filter(None, _LISTED.split(_SPAN.sub("-", _joined(plain)))):
        ends = [_NUMBERED.fullmatch(end) for end in part.split("-")]
        numbers = [int(end[1]) for end in ends if end]
        if len(numbers) != len(ends) or len(ends) > 2 or not 0 <= numbers[0] <= numbers[-1] <= 10:
            return None
        found.update(range(numbers[0], numbers[-1] + 1))
    return frozenset(f"S{number:02}" for number in found) or None


def _joined(text: str) -> str:
    """The words before a number, written without the space after them."""
    return re.sub(r"(ขั้นที่|ขั้น|stages?) (?=[0-9])", r"\1", text)


def _named(submission: Submission) -> frozenset[str] | None:
    cover = submission.record(COVER)
    return named_stages(cover.text("stages_sent")) if cover else None


def _begun(submission: Submission, framework: Framework) -> frozenset[str]:
    if submission.template.startswith("stage:"):
        return frozenset(submission.stages)
    untouched: Iterable[str] = untouched_tables(submission, framework)
    return frozenset(
        entries.table.stage
        for id, entries in submission.tables.items()
        if id not in untouched and entries.rows
    )
