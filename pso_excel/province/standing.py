"""Where an office of a round stands: decided here, for every figure and every list."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from pso_excel.province.office_digest import ActionRow, Digest
from pso_excel.province.select import CountedFiles, Outcome, ReceivedFile

STAGES = tuple(f"S{number:02d}" for number in range(1, 11))
FOR_A_SCORE = frozenset({"S01", "S02", "S03", "S04", "S06"})
"""The stages without which a score is not received. Stage 5 comes with stage 6, which carries its
weights, and need not be touched; the stages after 6 follow later in the round."""


class ReportingStatus(StrEnum):
    """Where an office stands; an office has exactly one of these."""

    ACCEPTED = "accepted"  # submitted without an error: in every mean and rank
    RETURNED = "returned"  # received, with errors to mend or still a draft
    PARTIAL = "partial"  # some stages sent, or no answer in stage 6: no score was given
    EMPTY = "empty"  # sent, but not filled in
    UNREADABLE = "unreadable"  # nothing readable; a file that bears its code cannot be read
    MISSING = "missing"  # nothing sent
    OUTSIDE = "outside"  # not in the registry, or not expected this round: in no figure


def standing_of(
    code: str,
    chosen: CountedFiles | None,
    digest: Digest | None,
    files: Sequence[ReceivedFile],
    *,
    expected: bool,
) -> ReportingStatus:
    """Where an office stands, by what counts of it (``chosen``), what the engine says of that
    (``digest``, None when it could not be read again), and all files of the inbox."""
    if not expected:
        return ReportingStatus.OUTSIDE
    if chosen is None:
        return ReportingStatus.UNREADABLE if _was_refused(code, files) else ReportingStatus.MISSING
    if digest is None:
        return ReportingStatus.UNREADABLE
    if not digest.filled:
        return ReportingStatus.EMPTY
    if not digest.answered or not chosen.stages >= FOR_A_SCORE:
        return ReportingStatus.PARTIAL
    if digest.errors or digest.official is None or chosen.draft:
        return ReportingStatus.RETURNED
    return ReportingStatus.ACCEPTED


def missing_stages(chosen: CountedFiles, digest: Digest | None) -> list[str]:
    """The stages that an office has not sent, in order; stage 6 is not sent before it has an
    answer."""
    answered = digest is not None and digest.answered
    sent = chosen.stages if answered else chosen.stages - {"S06"}
    return [stage for stage in STAGES if stage not in sent]


def file_name_has_code(file: str, code: str) -> bool:
    """The file's name has the office's code as a part of its own: the only clue to a file that
    cannot be read."""
    before, found, after = file.partition(code)
    return bool(found) and not (before[-1:].isalnum() or after[:1].isalnum())


def _was_refused(code: str, files: Sequence[ReceivedFile]) -> bool:
    lost = (Outcome.REFUSED, Outcome.FAILED)
    return any(file.outcome in lost and file_name_has_code(file.file, code) for file in files)


class OfficeRow(NamedTuple):
    """One office of the registry, or one that sent without being in it (``expected`` False).

    ``rank`` is within its peer group, None where none is given; ``late`` the days from the due
    date to its approval, None when its form is not received or there is no date to compare.
    """

    code: str
    name: str
    kind: str
    peer_group: str
    contact: str
    expected: bool
    standing: ReportingStatus
    files: tuple[str, ...]
    framework: str
    late: int | None
    rank: int | None
    digest: Digest | None

    @property
    def received(self) -> bool:
        """Its form is here, with or without errors."""
        return self.standing in (ReportingStatus.ACCEPTED, ReportingStatus.RETURNED)

    @property
    def accepted(self) -> bool:
        """Its form is in the figures of the province."""
        return self.standing is ReportingStatus.ACCEPTED

    @property
    def score(self) -> Fraction | None:
        """Its exact official score; None when it has none or its form is not received."""
        return self.digest.official if self.digest and self.received else None

    @property
    def actions(self) -> tuple[ActionRow, ...]:
        """The actions of its tracker; none when its form is not received."""
        return self.digest.actions if self.digest and self.received else ()
