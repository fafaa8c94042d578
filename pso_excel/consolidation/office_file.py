"""What a worker does: one file in, compact columns out; faults are told, not raised."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from pso_excel.consolidation.folder import seal_of
from pso_excel.consolidation.history import NOTHING_SENT, Archive
from pso_excel.core.faults import failed_file
from pso_excel.core.problem import Problem, Refused
from pso_excel.files.read import read_bytes
from pso_excel.intake.codes import Codes, spelt
from pso_excel.model.registry import USUAL, Registry, Settings
from pso_excel.model.submission import ALL_STAGES
from pso_excel.pipeline import OpenedWorkbook, assess, open_office
from pso_excel.province.answers import join, typed_answers
from pso_excel.province.office_digest import Digest, digest, discreet
from pso_excel.province.select import WHOLE_WORDS, CountedFiles, Outcome, ReceivedFile
from pso_excel.scoring.progress import is_submitted

STAGE_FOLDER = re.compile(r"S(0\d|10)")
WHICH_OFFICE = "F043"
STAGE = "stage:"  # a single-stage workbook's template id begins so


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for every file of a run."""

    inbox: Path
    asof: date
    registry: Registry
    settings: Settings = USUAL
    archive: Archive = NOTHING_SENT

    def name(self, path: Path) -> str:
        """The file's name in the inbox, with ``/`` on every system."""
        return path.relative_to(self.inbox).as_posix()


def receive(job: Job, path: Path) -> ReceivedFile:
    """Read, check and score one file of the inbox; whatever happens is told in the result.

    Raises nothing but MemoryError, which is for the worker to tell.
    """
    name, sha, seal = job.name(path), "", ""
    try:
        data = read_bytes(path, inside=job.inbox)
        sha, seal = sha256(data).hexdigest(), seal_of(data)
        opened = _recognised(job, _opened(job, data, name))
        _held_against_folder(path, opened)
        return _received(job, opened, sha)._replace(seal=seal)
    except Refused as refused:
        problem = refused.problem.with_location(file=name)
        return ReceivedFile(name, sha, outcome=Outcome.REFUSED, problem=problem, seal=seal)
    except MemoryError:
        raise
    except Exception as fault:
        return ReceivedFile(name, outcome=Outcome.FAILED, problem=failed_file(fault, name))


def receive_joined(job: Job, chosen: CountedFiles) -> Digest | Problem:
    """Read the files that count for an office again and assess them as one workbook."""
    try:
        opened = {name: _open(job, name) for name in chosen.files}
        return _joined(job, chosen, opened)
    except Refused as refused:
        return refused.problem.with_location(office=chosen.office)
    except Exception as fault:
        return failed_file(fault, chosen.files[0]).with_location(office=chosen.office)


def _held_against_folder(path: Path, opened: OpenedWorkbook) -> None:
    """Refused (F005) in a folder named after a stage (``inbox/S06``) that it is not for."""
    slot, claims = path.parent.name.upper(), claims_of(opened.submission.template)
    if STAGE_FOLDER.fullmatch(slot) and claims != (slot,):
        actual = WHOLE_WORDS if claims == (ALL_STAGES,) else claims[0]
        raise Refused(Problem("F005", values={"expected": slot, "actual": actual}))


def _received(job: Job, opened: OpenedWorkbook, sha: str) -> ReceivedFile:
    submission = opened.submission
    earlier = job.archive.previous_of(submission)
    assessment = assess(opened, job.asof, job.registry, earlier, job.settings)
    summary = digest(assessment, submission)
    cover = submission.record("S00.cover")
    unclear = next(
        (problem for problem in assessment.problems if problem.code == WHICH_OFFICE), None
    )
    return ReceivedFile(
        file=submission.file,
        sha=sha,
        office=submission.office,
        name=discreet(submission.office_name),
        round=submission.round,
        framework=opened.framework.edition,
        claims=claims_of(submission.template),
        filled=tuple(row.stage for row in summary.stages if row.filled),
        approved=cover.day("approved_date") if cover else None,
        sent=assessment.sent,
        draft=not is_submitted(submission),
        digest=None if unclear else summary,
        outcome=Outcome.NO_OFFICE if unclear else Outcome.USED,
        problem=unclear and unclear.with_location(office=""),  # a province asks, it does not guess
        answers=typed_answers(submission, opened.framework),
    )


def claims_of(template: str) -> tuple[str, ...]:
    """``"stage:S06"`` claims stage 6; any other of our templates claims all stages."""
    return (template.removeprefix(STAGE),) if template.startswith(STAGE) else (ALL_STAGES,)


def _open(job: Job, name: str) -> OpenedWorkbook:
    data = read_bytes(job.inbox / name, inside=job.inbox)
    return _recognised(job, _opened(job, data, name))


def _opened(job: Job, data: bytes, name: str) -> OpenedWorkbook:
    return open_office(data, name, results=False, settings=job.settings)


def _recognised(job: Job, opened: OpenedWorkbook) -> OpenedWorkbook:
    """The workbook with its office's code and its round as the registry spells them, where only
    spaces, case, dashes or Thai digits differ."""
    told = opened.submission
    submission = replace(
        told,
        office=_spelt(told.office, job.registry.offices),
        round=_spelt(told.round, (job.registry.round.code,)),
    )
    return replace(opened, submission=submission)


def _spelt(typed: str, known: Collection[str]) -> str:
    """The only known code that the typed one can be, else the typed one."""
    return typed if not typed or typed in known else spelt(typed, Codes.of(known))


def _joined(job: Job, chosen: CountedFiles, opened: dict[str, OpenedWorkbook]) -> Digest:
    whole = opened[chosen.whole.file] if chosen.whole else None
    parts = {stage: opened[part.file] for stage, part in chosen.parts}
    first = whole or next(iter(parts.values()))
    submission = join(
        whole.submission if whole else None,
        {stage: part.submission for stage, part in parts.items()},
        chosen.whole.filled if chosen.whole else (),
    )
    problems = tuple(_first_problems(whole, list(parts.items())))
    told = tuple(opened[name].submission for name in chosen.files)
    joined = replace(first, submission=submission, problems=problems, parts=told)
    earlier = job.archive.previous_of(submission)
    return digest(assess(joined, job.asof, job.registry, earlier, job.settings), submission)


def _first_problems(
    whole: OpenedWorkbook | None, parts: Sequence[tuple[str, OpenedWorkbook]]
) -> list[Problem]:
    """What was found on reading, of each stage from the workbook that counts for it."""
    taken = {stage for stage, _ in parts}
    problems = (
        [problem for problem in whole.problems if problem.location.stage not in taken]
        if whole
        else []
    )
    for stage, part in parts:
        problems += [problem for problem in part.problems if problem.location.stage == stage]
    return problems
