"""One workbook, end to end: bytes in, what the engine says and a checked copy out.

This path needs the standard library, pydantic's core and XlsxWriter only, and touches no disk but
to read a workbook that is given by its path.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pso_excel.core.bilingual import Language
from pso_excel.core.expected import expect, expect_day, expect_language
from pso_excel.core.faults import internal_error_problem, patch_copy
from pso_excel.core.problem import Problem, Refused
from pso_excel.files.read import BytesOrPath, bytes_of, name_of
from pso_excel.forms import table_of
from pso_excel.forms.choices import words_of
from pso_excel.forms.layout import GUIDE
from pso_excel.forms.result_sheets import PROBLEM_TABLE
from pso_excel.framework import frameworks, load_framework
from pso_excel.framework.pack import Framework
from pso_excel.intake import read_book, read_submission
from pso_excel.intake.workbook_identity import Identity, identity_of
from pso_excel.model.problem_groups import sort_for_officer
from pso_excel.model.registry import (
    USUAL,
    Registry,
    Settings,
    apply_severities,
    severity_changes_problem,
)
from pso_excel.model.scorecard import Assessment
from pso_excel.model.submission import NO_PREVIOUS, PreviousSubmissions, Submission, TableRows
from pso_excel.results import RESULTS, results
from pso_excel.results.acknowledgements import acknowledged, follow_seen
from pso_excel.rules import RuleContext, run_rules, run_summary_rules
from pso_excel.rules.field_checks import check_fields, progress
from pso_excel.scoring import score
from pso_excel.scoring.actions import track
from pso_excel.scoring.readiness import automatic_readiness
from pso_excel.scoring.upgrade_plan import plan
from pso_excel.xlsx.workbook import Workbook

ONLY_WRITTEN = tuple(
    {table_of(table_id).sheet: None for table_id in RESULTS if table_id != PROBLEM_TABLE}
)


@dataclass(frozen=True, slots=True)
class OpenedWorkbook:
    """A workbook read and taken in, not yet judged.

    ``parts`` are the submissions it was joined from, when it is several workbooks in one.
    """

    book: Workbook
    submission: Submission
    framework: Framework
    problems: tuple[Problem, ...]
    parts: tuple[Submission, ...] = ()
    identity: Identity = field(kw_only=True)


def open_office(
    data: bytes, file: str = "", *, results: bool = True, settings: Settings = USUAL
) -> OpenedWorkbook:
    """Read a workbook and take in what the office typed.

    Without ``results`` the sheets that only the program writes are not read (the list of problems
    is: it holds the office's reasons); nothing can then be written. Raises :class:`Refused` when
    the whole file cannot be read or is not one of our forms.
    """
    left_out = (GUIDE,) if results else (GUIDE, *ONLY_WRITTEN)
    return read_opened(read_book(data, file, limits=settings.limits, leave_out=left_out))


def read_opened(book: Workbook) -> OpenedWorkbook:
    """Take in what the office typed in a workbook that is already read. Raises :class:`Refused`
    when it is not one of our forms."""
    identity = identity_of(book)
    framework = load_framework(identity.framework.partition("@")[0] or frameworks()[0])
    submission, problems = read_submission(book, framework, identity)
    found_problems = follow_seen(book, submission.tables)
    problems += found_problems
    return OpenedWorkbook(book, submission, framework, tuple(problems), identity=identity)


def assess(
    opened: OpenedWorkbook,
    asof: date,
    registry: Registry | None = None,
    earlier: PreviousSubmissions = NO_PREVIOUS,
    settings: Settings = USUAL,
) -> Assessment:
    """Check, score, plan and track one opened workbook as of a day."""
    context = _case(opened, asof, registry, earlier)
    submission, framework = opened.submission, opened.framework
    problems = [*opened.problems, *check_fields(submission, framework), *run_rules(context)]
    found_problems = list(_apply_settings(problems, submission, settings))
    found_problems += _apply_settings(
        run_summary_rules(context, found_problems), submission, settings
    )
    readiness = automatic_readiness(
        submission, framework, context.scorecard, context.tracker, found_problems
    )
    return Assessment(
        file=submission.file,
        office=submission.office,
        office_name=submission.office_name,
        province=words_of("province", submission.province).in_language(
            workbook_language(submission)
        ),
        round=submission.round,
        framework=framework.edition,
        stages=submission.stages,
        sent=context.sent,
        asof=asof,
        scorecard=context.scorecard,
        plan=context.plan,
        tracker=context.tracker,
        progress=progress(submission, framework, found_problems),
        readiness=readiness,
        problems=tuple(_placed(found_problems, submission)),
    )


def _apply_settings(
    problems: Iterable[Problem], submission: Submission, settings: Settings
) -> Iterator[Problem]:
    """The problems as the province set them, those that the office answered with its reason."""
    return acknowledged(apply_severities(problems, settings.severities), submission.tables)


def _case(
    opened: OpenedWorkbook, asof: date, registry: Registry | None, earlier: PreviousSubmissions
) -> RuleContext:
    submission, framework = opened.submission, opened.framework
    card = score(submission, framework)
    return RuleContext(
        book=opened.book,
        identity=opened.identity,
        submission=submission,
        framework=framework,
        asof=asof,
        scorecard=card,
        plan=plan(submission, card, framework, asof),
        tracker=track(submission, card, framework, asof),
        registry=registry,
        earlier=earlier,
        parts=opened.parts,
    )


def workbook_language(submission: Submission) -> Language:
    """The language of a workbook."""
    return "en" if submission.language == "en" else "th"


def _placed(problems: list[Problem], submission: Submission) -> list[Problem]:
    return sort_for_officer(
        [p.with_location(file=submission.file, office=submission.office) for p in problems]
    )


def check_office(
    source: BytesOrPath, asof: date, file: str = "", registry: Registry | None = None
) -> Assessment:
    """Everything the engine says of one workbook, as of a day: scores, gaps, plan and problems.

    ``source`` is the workbook's bytes or its path; ``file`` its name for messages (default: that of
    the path); ``registry`` what the province knows of its offices, to compare with.

    Whatever is in the file, it never raises (but MemoryError): one that cannot be read, or is not
    there, gives an assessment with that one problem, and so does a fault of ours (I001, with a
    reference). TypeError for an argument of another kind.
    """
    file = _expect(source, asof, file, registry)
    try:
        return assess(open_office(bytes_of(source), file), asof, registry)
    except Refused as refused:
        return Assessment(
            file=file, asof=asof, problems=(refused.problem.with_location(file=file),)
        )
    except MemoryError:
        raise
    except Exception as fault:
        return Assessment(
            file=file, asof=asof, problems=(internal_error_problem("check", fault, file),)
        )


def _expect(source: BytesOrPath, asof: object, file: str, registry: object) -> str:
    """The name of the workbook for messages; TypeError for an argument of another kind."""
    expect_day("asof", asof)
    expect("registry", registry, Registry, None)
    return name_of(source, file)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The end of ``check`` on one workbook: what was said, and the copy it was written into.

    ``copy`` is None when the workbook could not be read at all. ``own_book`` says that ``copy`` is
    a workbook of its own with the results, because the original could not be patched; the reason
    is among the problems.
    """

    assessment: Assessment
    copy: bytes | None = None
    own_book: bool = False


LookBack = Callable[[Submission], tuple[PreviousSubmissions, Sequence[Problem]]]
"""What the office of a workbook sent before it, and what is to be told of looking back."""


def no_history(_: Submission) -> tuple[PreviousSubmissions, Sequence[Problem]]:
    """Nothing was sent before."""
    return NO_PREVIOUS, ()


def check_workbook(
    source: BytesOrPath,
    asof: date,
    file: str = "",
    registry: Registry | None = None,
    language: Language | None = None,
    settings: Settings = USUAL,
    look_back: LookBack = no_history,
) -> CheckResult:
    """Check one workbook and write the results into a copy of it, every other part as it came.

    The arguments are those of :func:`check_office`; the file of a path stays as it is. ``language``
    is the results' (default: the workbook's own). What a province changed of the rules is told
    among the problems (A009). Raises nothing else than :func:`check_office` does, and ValueError
    for a language that is not spoken here.
    """
    file = _expect(source, asof, file, registry)
    expect_language(language, None)
    expect("settings", settings, Settings)
    try:
        data = bytes_of(source, settings.limits.file_bytes)
        book = read_book(data, file, limits=settings.limits, leave_out=(GUIDE,))
        opened = read_opened(book)
        earlier, found_problems = look_back(opened.submission)
        opened = replace(opened, problems=(*opened.problems, *found_problems))
        assessment = assess(opened, asof, registry, earlier, settings)
        if settings.severities:
            here = _placed([severity_changes_problem(settings.severities)], opened.submission)
            assessment = replace(assessment, problems=(*here, *assessment.problems))
        spoken = language or workbook_language(opened.submission)
        return _copied(data, opened, assessment, spoken)
    except Refused as refused:
        return CheckResult(
            Assessment(file=file, asof=asof, problems=(refused.problem.with_location(file=file),))
        )
    except MemoryError:
        raise
    except Exception as fault:
        problems = (internal_error_problem("check", fault, file),)
        return CheckResult(Assessment(file=file, asof=asof, problems=problems))


def _copied(
    data: bytes, opened: OpenedWorkbook, assessment: Assessment, language: Language
) -> CheckResult:
    entries: Mapping[str, TableRows] = opened.submission.tables
    try:
        writes = results(assessment, entries, opened.framework, language)
        return CheckResult(assessment, patch_copy(data, writes))
    except Refused as refused:
        from pso_excel.templates.result_workbook import (
            result_workbook,  # XlsxWriter only when it is needed
        )

        why = refused.problem.with_location(file=assessment.file, office=assessment.office)
        told = replace(assessment, problems=(*assessment.problems, why))
        return CheckResult(
            told, result_workbook(told, opened.framework, language, why), own_book=True
        )
