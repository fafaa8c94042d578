"""A made-up province of 24 offices with everything that happens in real life among its files."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from os.path import lexists
from pathlib import Path
from typing import NamedTuple

from pso_excel.consolidation import ProvinceFolder
from pso_excel.demo.answers import demo_answers
from pso_excel.demo.mistakes import (
    damaged,
    half,
    in_thai_digits,
    old_xls,
    only,
    slipped,
    tampered,
    without,
)
from pso_excel.demo.offices import ASOF, PROVINCE, ROUND, DemoOffice, Rows, demo_office
from pso_excel.files.replace import is_own, with_stamp
from pso_excel.files.write import make_folder, write_atomically
from pso_excel.framework import load_framework
from pso_excel.framework.pack import Framework
from pso_excel.model.registry import RegisteredOffice, Registry, Round
from pso_excel.templates.fill import fill_workbook
from pso_excel.templates.new_workbook import new_workbook
from pso_excel.templates.registry_workbook import registry_workbook

__all__ = [
    "ASOF",
    "ROUND",
    "demo_answers",
    "demo_office",
    "demo_registry",
    "make_demo",
    "write_province",
]

SEED = 2569
DUE = date(2026, 3, 15)
TWICE, BLANK, TAMPERED, HALF, DAMAGED, THAI, XLS, STAGES, MISSING, COPIED = (
    *(3, 5, 7, 9, 12, 14, 16, 18, 20),
    22,
)
STATUS = ("S05.systems", "S05.indicators", "S06.answers", "S06.assessors")
CARRIED = ("S00.cover", "STAFF.people", "EVIDENCE.register", *STATUS)
Answers = Mapping[str, Rows]
Files = Iterator[tuple[str, bytes]]


class Demo(NamedTuple):
    """The workbook of a good office among those written, and how many files were not written
    because somebody has changed them since."""

    good: Path
    kept: int


def make_demo(folder: Path, offices: int = 24) -> Demo:
    """Write the registry and the inbox of a made-up province.

    Among the offices: one that sent two versions, a blank form, one tampered with, one half filled,
    one damaged, one in Thai digits, an old .xls, one with stage 6 in a workbook of its own, one
    that sent nothing, one with the answers of another. The same bytes every time.

    A file that somebody has changed since is kept and not written again; Refused when the folder
    cannot be written (O002, O007).
    """
    kept = write_province(folder, range(1, offices + 1))
    return Demo(ProvinceFolder(folder).inbox / file_name(1), kept)


def write_province(folder: Path, numbers: Iterable[int]) -> int:
    """Write the registry and the inbox of the offices of those numbers; gives how many files were
    left as somebody has changed them."""
    place = ProvinceFolder(folder)
    offices = [demo_office(number) for number in numbers]
    framework = load_framework("pso")
    blank = new_workbook("", ROUND, framework)
    make_folder(place.out)
    kept = int(not _written(place.registry, registry_workbook(demo_registry(offices))))
    for office in offices:
        for name, data in office_files(office, blank, framework):
            kept += not _written(place.inbox / name, data)
    owner = "เจ้าหน้าที่จังหวัด".encode("cp874")
    return kept + (not _written(place.inbox / f"~${file_name(1)}", bytes([len(owner)]) + owner))


def _written(path: Path, data: bytes) -> bool:
    """Write a file; not over one that somebody has changed."""
    whole = with_stamp(data)
    if lexists(path) and not is_own(path, whole):
        return False
    make_folder(path.parent)
    write_atomically(path, whole)
    return True


def demo_registry(offices: Iterable[DemoOffice]) -> Registry:
    """The registry of the made-up province with those offices."""
    return Registry(
        province=PROVINCE,
        round=Round(
            code=ROUND,
            begins=date(2025, 10, 1),
            ends=date(2026, 9, 30),
            due=DUE,
            framework=load_framework("pso").edition,
        ),
        offices={
            office.code: RegisteredOffice(
                code=office.code,
                name=office.name,
                kind="ส่วนภูมิภาค",
                ministry=office.ministry,
                peer_group=office.group,
                contact=f"0 9999 {office.number:04d}",
                headcount=20 + office.number,
            )
            for office in offices
        },
    )


def file_name(number: int, note: str = "") -> str:
    """``"99-R-001_2569-1.xlsx"``, as `new` names it."""
    return f"{demo_office(number).code}_{ROUND}{note}.xlsx"


def office_files(office: DemoOffice, blank: bytes, framework: Framework) -> Files:
    """The files that an office has sent, by name; most have sent one."""
    number = office.number
    answers = demo_answers(number, framework, SEED)
    good = file_name(number)
    if number == BLANK:
        cover = {
            field_id: answers["S00.cover"][0][field_id] for field_id in ("office", "office_name")
        }
        yield good, fill_workbook(blank, {"S00.cover": [cover]}, framework)
    elif number == XLS:
        yield good.replace(".xlsx", ".xls"), old_xls()
    elif number == STAGES:
        yield from _in_two_files(number, answers, blank, framework)
    elif number == COPIED:
        yield good, fill_workbook(blank, _copied(answers, framework), framework)
    elif number == TWICE:
        yield good, fill_workbook(blank, answers, framework)
        old = _approved(half(answers) | only(answers, ("S06.answers",)), date(2026, 2, 25))
        yield file_name(number, "_ฉบับเดิม"), fill_workbook(blank, old, framework)
    elif number != MISSING:
        typed = {HALF: half, THAI: in_thai_digits}.get(number, dict)(slipped(number, answers))
        data = fill_workbook(blank, typed, framework)
        if number == TAMPERED:
            data = tampered(data, framework)
        yield good, damaged(data) if number == DAMAGED else data
        if number == 1:
            yield f"ส่งซ้ำทางอีเมล/{good}", data


def _in_two_files(number: int, answers: Answers, blank: bytes, framework: Framework) -> Files:
    """Everything but the weights and the status in one workbook, those in a single-stage one."""
    yield file_name(number), fill_workbook(blank, without(answers, STATUS), framework)
    single = new_workbook("", ROUND, framework, stage="S06")
    yield file_name(number, "_ขั้น6"), fill_workbook(single, only(answers, CARRIED), framework)


def _copied(answers: Answers, framework: Framework) -> dict[str, Rows]:
    """The office's own cover over the answers of the one before it."""
    other = demo_answers(COPIED - 1, framework, SEED)
    return other | {"S00.cover": answers["S00.cover"]}


def _approved(answers: Answers, day: date) -> dict[str, Rows]:
    """The answers, submitted and approved on that day."""
    cover = dict(answers["S00.cover"][0])
    cover |= {"status": "submitted", "approved_by": cover["prepared_by"], "approved_date": day}
    return {**answers, "S00.cover": [cover]}
