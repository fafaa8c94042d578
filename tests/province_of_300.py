"""A province of 300 offices in real files, consolidated and held against a plain computation:

``python -m tests.province_of_300 [OFFICES]`` makes the files, runs the province twice (open, then
closed with late arrivals) and prints what was compared; it ends with 1 where a figure differs.

What an office's own file says comes from ``check_office``; whether that is right is for the parity
of workbooks. What is proved here is what a province makes of it.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from pso_excel import (
    Assessment,
    Province,
    Registry,
    Severity,
    State,
    check_office,
    consolidate,
    fill_workbook,
    init_province,
    load_framework,
    new_workbook,
    severity_of,
)
from pso_excel.consolidation import ProvinceFolder
from pso_excel.demo import ASOF, ROUND, demo_answers, demo_office, demo_registry
from pso_excel.demo.mistakes import damaged, half, only, without
from pso_excel.demo.offices import Rows
from pso_excel.forms import form_of
from pso_excel.templates.registry_workbook import registry_workbook
from tests.province_figures import of_province
from tests.province_oracle import Fact, figures

PSO = load_framework("pso")
OFFICES = 300
KINDS_OF = 30  # so few are missing that the result stands and offices are ranked
STATUS = ("S05.systems", "S05.indicators", "S06.answers", "S06.assessors")
STAGES = tuple(f"S{number:02d}" for number in range(1, 11))
ALONG = ("S00", "STAFF", "EVIDENCE")
Answers = Mapping[str, Rows]


@dataclass(frozen=True)
class Made:
    """What an office sends: files by name, and ``whole``, one file that says all that they say
    together (None where none of them counts). ``late`` comes in when the round is closed."""

    number: int
    files: Mapping[str, bytes]
    whole: bytes | None = None
    stages: tuple[str, ...] = ()
    unreadable: bool = False
    late: bool = False


class Maker:
    """Makes the files of offices; blank workbooks are made once."""

    def __init__(self) -> None:
        self._blank: dict[tuple[str, str], bytes] = {}

    def blank(self, stage: str = "", round_code: str = ROUND) -> bytes:
        """A workbook as the province gives it out."""
        if (stage, round_code) not in self._blank:
            self._blank[stage, round_code] = new_workbook("", round_code, PSO, stage=stage)
        return self._blank[stage, round_code]

    def filled(self, answers: Answers, stage: str = "", round_code: str = ROUND) -> bytes:
        """The workbook with those answers."""
        return fill_workbook(self.blank(stage, round_code), answers, PSO)

    def made(self, number: int) -> Made:
        """What the office of that number sends, a kind for every rest of ``KINDS_OF``."""
        kind = KINDS.get(number % KINDS_OF, whole)
        return kind(self, number, dict(demo_answers(number, PSO)))


def name(number: int, note: str = "") -> str:
    """The usual name of a file."""
    return f"{demo_office(number).code}_{ROUND}{note}.xlsx"


def whole(make: Maker, number: int, answers: Answers) -> Made:
    """A form in order."""
    data = make.filled(answers)
    return Made(number, {name(number): data}, data)


def half_filled(make: Maker, number: int, answers: Answers) -> Made:
    """A draft that is half done."""
    return whole(make, number, half(answers))


def no_assessment(make: Maker, number: int, answers: Answers) -> Made:
    """Submitted and approved with stage 6 left blank."""
    return whole(make, number, without(answers, ("S06.answers", "S06.assessors")))


def cover_only(make: Maker, number: int, answers: Answers) -> Made:
    """Nothing but the cover."""
    return whole(make, number, only(answers, ("S00.cover",)))


def one_stage(make: Maker, number: int, answers: Answers) -> Made:
    """A single-stage workbook of one stage."""
    stage = STAGES[number // KINDS_OF % 10]
    wanted = (*ALONG, *(("S05",) if stage == "S06" else ()), stage)
    tables = tuple(table.id for text in wanted for table in form_of(text).tables)
    data = make.filled(only(answers, tables), stage)
    return Made(number, {name(number, f"_{stage}"): data}, data, (stage,))


def two_files(make: Maker, number: int, answers: Answers) -> Made:
    """All but the status in one workbook, the status in one of its own stage."""
    carried = ("S00.cover", "STAFF.people", "EVIDENCE.register", *STATUS)
    files = {
        name(number): make.filled(without(answers, STATUS)),
        name(number, "_ขั้น6"): make.filled(only(answers, carried), "S06"),
    }
    return Made(number, files, make.filled(answers))


def two_people(make: Maker, number: int, answers: Answers) -> Made:
    """Two workbooks of all stages: one person filled in the status, another all the rest."""
    carried = ("S00.cover", "STAFF.people", "EVIDENCE.register", *STATUS)
    files = {
        name(number): make.filled(without(answers, STATUS)),
        name(number, "_สถานะ"): make.filled(only(answers, carried)),
    }
    return Made(number, files, make.filled(answers))


def two_versions(make: Maker, number: int, answers: Answers) -> Made:
    """An older version beside the one that counts."""
    cover = {**answers["S00.cover"][0], "approved_date": date(2026, 1, 10)}
    old = make.filled({**answers, "S00.cover": [cover], "S10.lessons": []})
    data = make.filled(answers)
    return Made(number, {name(number): data, name(number, "_เดิม"): old}, data)


def not_readable(make: Maker, number: int, answers: Answers) -> Made:
    """A damaged file."""
    return Made(number, {name(number): damaged(make.filled(answers))}, unreadable=True)


def other_round(make: Maker, number: int, answers: Answers) -> Made:
    """A file of the round before."""
    cover = {**answers["S00.cover"][0], "round": "2568-2"}
    return Made(
        number, {name(number): make.filled({**answers, "S00.cover": [cover]}, "", "2568-2")}
    )


def nothing(_: Maker, number: int, __: Answers) -> Made:
    """Nothing was sent."""
    return Made(number, {})


def after_closing(make: Maker, number: int, answers: Answers) -> Made:
    """A form in order that comes when the round is closed."""
    return replace(whole(make, number, answers), late=True)


KINDS: Mapping[int, Callable[[Maker, int, Answers], Made]] = {
    10: two_people,
    11: half_filled,
    12: two_files,
    13: two_versions,
    14: no_assessment,
    15: one_stage,
    16: lambda make, number, answers: (cover_only, other_round)[number // KINDS_OF % 2](
        make, number, answers
    ),
    17: lambda make, number, answers: (not_readable, nothing)[number // KINDS_OF % 2](
        make, number, answers
    ),
    18: after_closing,
}


def registry_of(count: int, *, still_open: bool) -> Registry:
    """The first offices in the round; of every 30 the 19th is there and not expected, the last is
    not in the registry at all."""
    plain = demo_registry(
        [demo_office(number) for number in range(1, count + 1) if number % KINDS_OF]
    )
    offices = {
        registered_office.code: replace(registered_office, expected=number % KINDS_OF != 19)
        for number in range(1, count + 1)
        if (registered_office := plain.offices.get(demo_office(number).code))
    }
    return replace(plain, round=replace(plain.round, open=still_open), offices=offices)


def facts(made: Iterable[Made], registry: Registry) -> Iterator[Fact]:
    """What the plain computation is told of each office."""
    for office in made:
        code = demo_office(office.number).code
        entry = registry.offices.get(code)
        known = Fact(
            code=code,
            group=entry.peer_group if entry else "",
            in_round=entry is not None and entry.expected,
            unreadable=office.unreadable,
        )
        if office.whole is None or office.late:
            if entry or office.whole:
                yield known
            continue
        said = check_office(office.whole, ASOF, name(office.number), registry)
        yield fact_of(known, office, said, registry)


def fact_of(known: Fact, made: Made, said: Assessment, registry: Registry) -> Fact:
    """A fact of an office whose file counts, read off what its check says."""
    assert said.scorecard is not None
    assert registry.round.due is not None
    card = said.scorecard
    answered = {
        leaf.system for leaf in card.indicators if leaf.state not in (State.BLANK, State.NA)
    }
    counting = [leaf for leaf in card.indicators if not leaf.pilot]
    grave = (Severity.ERROR, Severity.BLOCK)
    touched = frozenset(stage for stage, (filled, _, _) in said.progress.items() if filled)
    approved = demo_answers(made.number, PSO)["S00.cover"][0]["approved_date"]
    assert isinstance(approved, date)
    drafted = made.number % KINDS_OF == 11 or not touched - {"S00"}
    return replace(
        known,
        arrived=True,
        draft=drafted,
        stages=frozenset(made.stages) or touched - {"STAFF", "EVIDENCE"},
        answers=sum(1 for leaf in counting if leaf.state is not State.BLANK),
        blanks=sum(1 for leaf in counting if leaf.state is State.BLANK),
        errors=sum(
            1 for problem in said.problems if severity_of(problem) in grave and not problem.reason
        ),
        score=card.official,
        days=None if drafted else (approved - registry.round.due).days,
        systems={
            system.code: system.official if system.code in answered else None
            for system in card.systems
            if system.applies
        },
        below=frozenset(
            system.code for system in card.systems if system.below_floor and not system.pilot
        ),
        colours=[str(tracked.rag) for tracked in said.tracker.actions] if said.tracker else (),
    )


def compare(told: str, province: Province, expected: dict[str, Any]) -> bool:
    """Say what was compared; where a figure differs, which, and that it is wrong."""
    found = of_province(province)
    counted: Counter[str] = Counter(found["standings"].values())
    mean = f"mean {found['mean']} of {found['mean_of']}, {len(found['ranks'])} ranked"
    print(f"{told}: {dict(sorted(counted.items()))}, {mean}")
    wrong = [line for key in expected for line in differences(key, expected[key], found[key])]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return not wrong


def differences(key: str, expected: Any, found: Any) -> list[str]:
    """A line for every figure that differs."""
    if isinstance(expected, dict) and isinstance(found, dict):
        entry, other = cast("dict[str, Any]", expected), cast("dict[str, Any]", found)
        inside = sorted({*entry, *other})
        return [line for at in inside for line in differences(at, entry.get(at), other.get(at))]
    return [] if expected == found else [f"  {key}: expected {expected}, found {found}"]


def run(folder: Path, count: int) -> bool:
    """Make the province, run it open and closed, and compare both."""
    place, make = ProvinceFolder(folder), Maker()
    init_province(folder, "สมมุติ", ROUND)
    made = [make.made(number) for number in range(1, count + 1)]

    def put(ones: Iterable[Made]) -> None:
        for office in ones:
            for file, data in office.files.items():
                (place.inbox / file).write_bytes(data)

    registry = registry_of(count, still_open=True)
    place.registry.write_bytes(registry_workbook(registry))
    put(office for office in made if not office.late)
    expected = figures(list(facts(made, registry)))
    right = compare("open", consolidate(folder, ASOF).province, expected)
    place.registry.write_bytes(registry_workbook(registry_of(count, still_open=False)))
    put(office for office in made if office.late)
    return compare("closed", consolidate(folder, ASOF).province, expected) and right


def main() -> int:
    """The exit code: 0 when every figure is the plain computation's."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else OFFICES
    with TemporaryDirectory() as folder:
        return int(not run(Path(folder), count))


if __name__ == "__main__":
    sys.exit(main())
