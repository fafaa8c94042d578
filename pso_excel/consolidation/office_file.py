"""What a worker does: one file in, compact columns out; faults are told, not raised."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from pso_excel.consolidation.cache import seal_of
from pso_excel.consolidation.history import NOTHING_SENT, Archive
from pso_excel.core.faults import failed_file
from pso_excel.core.problem import Problem, Refused
from pso_excel.files.write import read_bytes
from pso_excel.intake.codes import Codes, spelt
from pso_excel.model.registry import USUAL, Registry, Settings
from pso_excel.model.stages_sent import is_submitted
from pso_excel.model.submission import SCORING, Entries, Submission
from pso_excel.pipeline import Opened, assess, open_office
from pso_excel.province.answers import typed_answers
from pso_excel.province.office_digest import Digest, digest
from pso_excel.province.privacy import discreet
from pso_excel.province.select import WHOLE, WHOLE_WORDS, Chosen, Outcome, Received
from pso_excel.results.acknowledgements import PROBLEMS

ANSWERS = "S06.answers"
REGISTERS = ("STAFF", "EVIDENCE")  # every workbook carries them, so their rows are put together
KEPT = ("S00", *REGISTERS)  # the workbook of all stages goes first, filled in or not


def join(
    whole: Submission | None, parts: Mapping[str, Submission], filled: Collection[str] = ()
) -> Submission:
    """The tables of each stage from the workbook that counts for it.

    ``parts`` maps a stage to its single-stage workbook, which replaces that stage of ``whole``;
    ``filled`` are the stages that ``whole`` has filled in. A stage that neither has comes from the
    first part that carries it along (stage 6 carries the weights). Registers are put together: a
    row whose key is already there is not repeated. The reasons that an office gave for warnings
    count whichever of its workbooks they stand in. ValueError when there is nothing to join.
    """
    sources = ([whole] if whole else []) + [parts[stage] for stage in sorted(parts)]
    if not sources:
        raise ValueError("nothing to join")
    tables: dict[str, Entries] = {}
    for table in dict.fromkeys(id for one in sources for id in one.tables):
        stage = table.partition(".")[0]
        carrying = [one.tables[table] for one in sources if table in one.tables]
        owner = parts.get(stage)
        if whole and table in whole.tables and stage not in (*KEPT, *filled):
            carrying.append(carrying.pop(0))
        if stage in REGISTERS:
            tables[table] = _together(carrying)
        elif table == PROBLEMS:
            every = [row for one in carrying for row in one.rows]
            tables[table] = replace(carrying[0], rows=every)
        elif owner and table in owner.tables:
            tables[table] = owner.tables[table]
        else:
            tables[table] = carrying[0]
    stages = tuple(sorted({stage for one in sources for stage in one.stages}))
    answers = tables.get(ANSWERS)
    scoring = next((one.scoring for one in sources if one.tables.get(ANSWERS) is answers), SCORING)
    return replace(sources[0], tables=tables, stages=stages, scoring=scoring)


def completed(
    first: Submission, others: Iterable[Submission], typed: Callable[[Submission], frozenset[str]]
) -> Submission:
    """A submission, and from others of the same office and round the stages in which nothing is
    typed in it; ``typed`` gives the stages in which something is. Earlier ones go before later."""
    own = typed(first)
    parts: dict[str, Submission] = {}
    for other in others:
        for stage in sorted(typed(other) - own - parts.keys()):
            parts[stage] = other
    return join(first, parts, own) if parts else first


def _together(registers: Sequence[Entries]) -> Entries:
    """The rows of the first register and those of the others whose key it does not have."""
    first = registers[0]
    known = set(first.by_key())
    rows = list(first.rows)
    for other in registers[1:]:
        for key, row in other.by_key().items():
            if key not in known:
                known.add(key)
                rows.append(row)
    return replace(first, rows=rows)


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


def receive(job: Job, path: Path) -> Received:
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
        problem = refused.problem.at(file=name)
        return Received(name, sha, outcome=Outcome.REFUSED, problem=problem, seal=seal)
    except MemoryError:
        raise
    except Exception as fault:
        return Received(name, outcome=Outcome.FAILED, problem=failed_file(fault, name))


def receive_joined(job: Job, chosen: Chosen) -> Digest | Problem:
    """Read the files that count for an office again and assess them as one workbook."""
    try:
        opened = {name: _open(job, name) for name in chosen.files}
        return _joined(job, chosen, opened)
    except Refused as refused:
        return refused.problem.at(office=chosen.office)
    except Exception as fault:
        return failed_file(fault, chosen.files[0]).at(office=chosen.office)


def _held_against_folder(path: Path, opened: Opened) -> None:
    """Refused (F005) in a folder named after a stage (``inbox/S06``) that it is not for."""
    slot, claims = path.parent.name.upper(), claims_of(opened.submission.template)
    if STAGE_FOLDER.fullmatch(slot) and claims != (slot,):
        actual = WHOLE_WORDS if claims == (WHOLE,) else claims[0]
        raise Refused(Problem("F005", values={"expected": slot, "actual": actual}))


def _received(job: Job, opened: Opened, sha: str) -> Received:
    submission = opened.submission
    earlier = job.archive.look_back(submission)
    assessment = assess(opened, job.asof, job.registry, earlier, job.settings)
    summary = digest(assessment, submission)
    cover = submission.record("S00.cover")
    unclear = next((one for one in assessment.problems if one.code == WHICH_OFFICE), None)
    return Received(
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
        problem=unclear and unclear.at(office=""),  # a province asks, it does not guess
        answers=typed_answers(submission, opened.framework),
    )


def claims_of(template: str) -> tuple[str, ...]:
    """``"stage:S06"`` claims stage 6; any other of our templates claims all stages."""
    return (template.removeprefix(STAGE),) if template.startswith(STAGE) else (WHOLE,)


def _open(job: Job, name: str) -> Opened:
    data = read_bytes(job.inbox / name, inside=job.inbox)
    return _recognised(job, _opened(job, data, name))


def _opened(job: Job, data: bytes, name: str) -> Opened:
    return open_office(data, name, results=False, settings=job.settings)


def _recognised(job: Job, opened: Opened) -> Opened:
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


def _joined(job: Job, chosen: Chosen, opened: dict[str, Opened]) -> Digest:
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
    earlier = job.archive.look_back(submission)
    return digest(assess(joined, job.asof, job.registry, earlier, job.settings), submission)


def _first_problems(whole: Opened | None, parts: Sequence[tuple[str, Opened]]) -> list[Problem]:
    """What was found on reading, of each stage from the workbook that counts for it."""
    taken = {stage for stage, _ in parts}
    found = [one for one in whole.problems if one.place.stage not in taken] if whole else []
    for stage, part in parts:
        found += [one for one in part.problems if one.place.stage == stage]
    return found
