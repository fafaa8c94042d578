"""What must hold of any file that is checked: coded problems, and a copy that can be read."""

from datetime import date

from pso_excel import (
    Assessment,
    CheckResult,
    Refused,
    check_workbook,
    load_framework,
    message,
    read_book,
    repair_workbook,
    to_dict,
)
from pso_excel.core.bilingual import Language
from pso_excel.core.messages import catalogue
from pso_excel.forms.layout import GUIDE
from pso_excel.intake import read_submission
from pso_excel.intake.workbook_identity import identity_of
from pso_excel.pipeline import OpenedWorkbook, assess
from pso_excel.results import results
from pso_excel.xlsx.workbook import Workbook

ASOF = date(2026, 3, 31)
LANGUAGES: tuple[Language, ...] = ("th", "en")
FAULT_OF_OURS = "I001"


def faults_of(data: bytes, file: str = "ก.xlsx") -> list[str]:
    """What is wrong with the check of a file, a line each; nothing for a sound one."""
    return faults_in(check_workbook(data, ASOF, file))


def faults_of_book(book: Workbook) -> list[str]:
    """What is wrong with taking in, judging and reporting on a workbook that has been read."""
    framework = load_framework("pso")
    submission, problems = read_submission(book, framework)
    opened = OpenedWorkbook(
        book, submission, framework, tuple(problems), identity=identity_of(book)
    )
    assessment = assess(opened, ASOF)
    results(assessment, submission.tables, framework, "th")
    to_dict(assessment, "en")
    return _wrong_problems(assessment)


def faults_of_repair(data: bytes, file: str = "ก.xlsx") -> list[str]:
    """What is wrong with the repair of a file: a refusal that is our fault, or an unsound book."""
    try:
        repaired = repair_workbook(data, file)
    except Refused as refused:
        code = refused.problem.code
        return [f"repair: {code}"] if code == FAULT_OF_OURS or code not in catalogue() else []
    return faults_of(repaired.data, file)


def faults_in(checked: CheckResult) -> list[str]:
    """The same for a check that has been done."""
    found = _wrong_problems(checked.assessment)
    if checked.copy is None and not checked.assessment.problems:
        found.append("no copy, and nothing says why")
    if checked.copy is not None:
        try:
            read_book(checked.copy, leave_out=(GUIDE,))
        except Refused as refused:
            found.append(f"the copy is refused: {refused.problem.code}")
    return found


def _wrong_problems(assessment: Assessment) -> list[str]:
    known, found = catalogue(), list[str]()
    for problem in assessment.problems:
        if problem.code not in known or problem.code == FAULT_OF_OURS:
            found.append(f"{problem.code} {dict(problem.values)}")
        elif not all(message(problem, language) for language in LANGUAGES):
            found.append(f"{problem.code} has no words")
    return found
