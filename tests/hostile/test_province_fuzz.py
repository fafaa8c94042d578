"""Answers that no form wants, in every office and in what it sent before: the province is told."""

from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from pso_excel.core.messages import message
from pso_excel.demo import ROUND, demo_office, demo_registry
from pso_excel.framework import load_framework
from pso_excel.intake import read_book, read_submission
from pso_excel.intake.workbook_identity import identity_of
from pso_excel.model.submission import ALL_STAGES, PreviousSubmissions
from pso_excel.pipeline import OpenedWorkbook, assess, open_office
from pso_excel.province import build_province
from pso_excel.province.office_digest import digest
from pso_excel.province.select import ReceivedFile, select_files
from pso_excel.province_book import province_workbook
from tests.hostile.answer_mutations import misfilled
from tests.hostile.bases import base
from tests.hostile.outcomes import ASOF, FAULT_OF_OURS, LANGUAGES
from tests.hostile.zip_mutations import zipped

OFFICES = (1, 2, 4)
REGISTRY = demo_registry(demo_office(number) for number in (*OFFICES, 6))
PACK = load_framework("pso")


@cache
def opened(office: int) -> OpenedWorkbook:
    """A filled-in workbook of all stages, read once."""
    return open_office(zipped(base(office=office)), f"{office}.xlsx")


def misread(chance: Random, office: int) -> OpenedWorkbook:
    """The same with some answers changed, taken in anew."""
    book = misfilled(chance, opened(office))
    submission, problems = read_submission(book, PACK)
    return OpenedWorkbook(book, submission, PACK, tuple(problems), identity=identity_of(book))


def received(chance: Random, number: int) -> ReceivedFile:
    """The workbook of an office, compared with two others of it; sound but for its answers."""
    opened_workbook = misread(chance, number)
    before = PreviousSubmissions(
        round=misread(chance, number).submission, report=misread(chance, number).submission
    )
    assessment = assess(opened_workbook, ASOF, REGISTRY, before)
    assert FAULT_OF_OURS not in {problem.code for problem in assessment.problems}
    return ReceivedFile(
        file=f"{number}.xlsx",
        sha=str(number),
        office=demo_office(number).code,
        round=ROUND,
        framework=PACK.edition,
        claims=(ALL_STAGES,),
        filled=("S06",),
        digest=digest(assessment, opened_workbook.submission),
    )


@settings(max_examples=settings().max_examples // 5)
@given(st.randoms(use_true_random=False))
def test_a_province_of_such_offices_is_built_told_and_written(chance: Random) -> None:
    choice = select_files((received(chance, number) for number in OFFICES), ROUND)
    digests = {
        counted.office: found.digest for counted in choice.offices if (found := counted.sole())
    }
    known = {office: each_digest for office, each_digest in digests.items() if each_digest}
    province = build_province(REGISTRY, PACK, choice, known, ASOF, [])
    assert all(
        message(problem, language) for problem in province.problems for language in LANGUAGES
    )
    assert read_book(province_workbook(province, "th")).sheets
