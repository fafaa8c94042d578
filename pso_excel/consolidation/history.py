"""What offices sent before: the workbooks of an archive, by what is written in them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path

from pso_excel.consolidation.cache__batch_seal_part import seal_of
from pso_excel.consolidation.history__engine_earlier_part import (
    Past,
    before,
    of_same_round,
    order_of,
)
from pso_excel.consolidation.office_file__province_joining_part import completed
from pso_excel.core.bilingual import Words
from pso_excel.core.messages import fault_said, worded
from pso_excel.core.problem import Place, Problem, Refused
from pso_excel.core.thai import code_key
from pso_excel.files.write import read_bytes
from pso_excel.model.registry__books_settings_part import USUAL, Settings
from pso_excel.model.submission import Earlier, Submission
from pso_excel.pipeline import Opened, open_office
from pso_excel.province.answers import typed_stages


@dataclass(frozen=True, slots=True)
class Archive:
    """The workbooks sent before, by the office's code made comparable.

    ``folder`` is where their files stand, None for files anywhere. What is compared is read again
    when its office is checked, so that an archive of any size is small.
    """

    folder: Path | None = field(default=None, repr=False)
    sent: Mapping[str, tuple[Past, ...]] = field(default_factory=dict[str, tuple[Past, ...]])
    settings: Settings = field(default=USUAL, repr=False)

    def look_back(self, now: Submission) -> Earlier:
        """What the office of a workbook sent before it."""
        sent = self.sent.get(code_key(now.office), ())
        found = before(now.round, sent)
        return Earlier(
            round=self._completed(found.round, sent), report=self._completed(found.report, sent)
        )

    def _completed(self, past: Past | None, sent: Sequence[Past]) -> Submission | None:
        """A workbook, with what others of its round hold of the stages that it leaves empty."""
        if past is None:
            return None
        first = self._open(past)
        others = (self._open(one).submission for one in of_same_round(past, sent))
        return completed(first.submission, others, partial(typed_stages, framework=first.framework))

    def _open(self, past: Past) -> Opened:
        path = self.folder / past.file if self.folder else Path(past.file)
        data = read_bytes(path, inside=self.folder)
        if sha256(data).hexdigest() != past.sha:
            raise RuntimeError("a workbook of the archive changed meanwhile")
        return open_office(data, past.file, results=False, settings=self.settings)

    def unused(self, now: Submission) -> Iterator[Problem]:
        """X309: each workbook that cannot be compared with this one, of another office or a later
        round."""
        order = order_of(now.round)
        for past in (one for sent in self.sent.values() for one in sent):
            later = order_of(past.round)
            if code_key(past.office) != code_key(now.office):
                yield not_compared(past.file, worded("earlier_office"))
            elif later is None or (order is not None and later > order):
                yield not_compared(past.file, worded("earlier_round"))


NOTHING_SENT = Archive()


def looked_back(archive: Archive, now: Submission) -> tuple[Earlier, Sequence[Problem]]:
    """What the office of a workbook sent before it; an archive holds other offices' as well."""
    return archive.look_back(now), ()


def compared(
    archive: Archive, lost: Sequence[Problem], now: Submission
) -> tuple[Earlier, Sequence[Problem]]:
    """The same for an archive meant for this workbook alone: what cannot be compared is told."""
    return archive.look_back(now), (*lost, *archive.unused(now))


def past_at(folder: Path | None, settings: Settings, path: Path) -> Past | Problem:
    """What a file of the archive says it is; X309 when it cannot be read or names no office."""
    name = path.relative_to(folder).as_posix() if folder else str(path)
    try:
        data = read_bytes(path, inside=folder)
        told = open_office(data, name, results=False, settings=settings).submission
    except Refused as refused:
        return unreadable(name, refused.problem.at(file=name))
    if not told.office:
        return not_compared(name, worded("earlier_nobody"))
    cover = told.record("S00.cover")
    return Past(
        file=name,
        sha=sha256(data).hexdigest(),
        office=told.office,
        round=told.round,
        approved=cover.day("approved_date") if cover else None,
        whole=told.template == "office",
        seal=seal_of(data),
    )


def unreadable(file: str, why: Problem) -> Problem:
    """X309 for a file of which another problem says why it cannot be read."""
    return not_compared(file, Words(fault_said(why, "th"), fault_said(why, "en")))


def not_compared(file: str, why: Words) -> Problem:
    """X309: an earlier workbook is not compared, and why."""
    return Problem("X309", Place(file=file), {"file": Path(file).name, "problem": why})
