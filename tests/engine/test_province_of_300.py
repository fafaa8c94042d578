"""Shows when done 4: a province of 300 with everything that happens, held against a plain
computation (``tests/province_oracle.py``); the whole with real files is ``make parity``."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from pso_excel.framework import load_framework
from pso_excel.model.registry import Registry
from pso_excel.model.scorecard import State
from pso_excel.province import Province, build_province
from pso_excel.province.long_tables import long_tables
from pso_excel.province.office_digest import Digest, StageRow
from pso_excel.province.select import Closing, ReceivedFile, select_files
from pso_excel.province_book.overview import tiles
from tests.made_up import ASOF, ROUND, code_of, digest_of, file_of, refused, registry_of
from tests.province_figures import of_province
from tests.province_oracle import Fact, figures

FRAMEWORK = load_framework("pso")
COUNT = 300
UNREGISTERED = (901, 902, 903)
DUE = date(2026, 3, 15)
ALL = tuple(f"S{number:02d}" for number in range(11))
STAGES = ALL[1:]


@dataclass(frozen=True)
class Sent:
    """What one office has sent: its files, and what the plain computation knows of it.

    ``digest`` is what the engine says of its files together.
    """

    fact: Fact
    files: tuple[ReceivedFile, ...] = ()
    digest: Digest | None = None


def office(number: int, digest: Digest, *, in_round: bool = True, approved: int = 10) -> Sent:
    """A workbook of all stages, approved on a day of March."""
    day = date(2026, 3, 1) + timedelta(days=approved - 1)
    stages = tuple(row.stage for row in digest.stages if row.filled)
    file = file_of(number, digest, filled=stages, approved=day)
    return Sent(fact_of(number, digest, stages, day, in_round=in_round), (file,), digest)


def fact_of(
    number: int, digest: Digest, stages: tuple[str, ...], day: date, *, in_round: bool = True
) -> Fact:
    """What a digest says, read plainly."""
    counting = [row for row in digest.indicators if row.system != "OUT"]
    open_systems = [row for row in digest.systems if row.applies]
    answered = {row.system for row in digest.indicators if row.state not in ("blank", "na")}
    return Fact(
        code=code_of(number),
        group=("บริการ", "ประสานงาน")[number % 2] if number <= COUNT else "",
        in_round=in_round,
        arrived=True,
        stages=frozenset(stages),
        answers=sum(1 for row in counting if row.state != "blank"),
        blanks=sum(1 for row in counting if row.state == "blank"),
        errors=digest.errors,
        score=digest.official,
        days=(day - DUE).days,
        systems={row.code: row.official if row.code in answered else None for row in open_systems},
        below=frozenset(row.code for row in open_systems if row.below_floor and row.code != "OUT"),
        colours=[str(row.rag) for row in digest.actions],
    )


def nothing(number: int, *, unreadable: bool = False) -> Fact:
    """An office of which no file counts."""
    group = ("บริการ", "ประสานงาน")[number % 2]
    return Fact(code=code_of(number), group=group, unreadable=unreadable)


def good(number: int) -> Digest:
    """A form in order; every seventh says that a system does not apply."""
    digest = digest_of(FRAMEWORK, number)
    if number % 7:
        return digest
    first, *rest = digest.systems
    return digest._replace(systems=(first._replace(applies=False, official=None), *rest))


def without_answers(digest: Digest, systems: tuple[str, ...] = ()) -> Digest:
    """The form with those systems left blank, or all of them."""
    rows = tuple(
        row._replace(state=State.BLANK, score=None, level=None)
        if not systems or row.system in systems
        else row
        for row in digest.indicators
    )
    official = digest.official if systems else None
    return digest._replace(indicators=rows, official=official)


def filled(digest: Digest, *stages: str) -> Digest:
    """The form with only those stages filled in."""
    return digest._replace(stages=tuple(StageRow(row, 9 * (row in stages), 9, 0) for row in ALL))


def one_stage(number: int) -> Sent:
    """A single-stage workbook, of each stage in turn."""
    stage = STAGES[number // 24 % 10]
    each_digest = filled(good(number), "S00", stage)
    digest = each_digest if stage == "S06" else without_answers(each_digest)
    made = office(number, digest)
    file = made.files[0]._replace(claims=(stage,), filled=(stage,))
    return Sent(replace(made.fact, stages=frozenset({stage})), (file,), digest)


def two_files(number: int) -> Sent:
    """All stages but the sixth in one workbook, the sixth in another."""
    digest = good(number)
    made = office(number, digest)
    rest = tuple(stage for stage in ALL if stage != "S06")
    whole = made.files[0]._replace(filled=rest, digest=without_answers(filled(digest, *rest)))
    sixth = whole._replace(file=f"6_{number}.xlsx", sha=f"s{number}", claims=("S06",))
    return Sent(made.fact, (whole, sixth._replace(filled=("S05", "S06"), digest=digest)), digest)


def two_people(number: int) -> Sent:
    """Two workbooks of all stages, the fifth and the sixth in one, the others in the other."""
    digest = good(number)
    made = office(number, digest)
    rest = tuple(stage for stage in ALL if stage not in ("S05", "S06"))
    first = made.files[0]._replace(filled=rest, digest=without_answers(filled(digest, *rest)))
    second = made.files[0]._replace(
        file=f"second_{number}.xlsx", sha=f"p{number}", filled=("S00", "S05", "S06")
    )
    return Sent(made.fact, (first, second), digest)


def two_versions(number: int) -> Sent:
    """An older version with more errors beside the one that counts."""
    made = office(number, good(number), approved=12)
    older = digest_of(FRAMEWORK, number + 500, errors=7)
    file = made.files[0]._replace(
        file=f"old_{number}.xlsx", sha=f"o{number}", approved=date(2026, 2, 20), digest=older
    )
    return replace(made, files=(*made.files, file))


def draft(number: int) -> Sent:
    """A form in order that is not submitted yet."""
    made = office(number, good(number))
    file = made.files[0]._replace(draft=True)
    return Sent(replace(made.fact, draft=True), (file,), made.digest)


def unreadable(number: int) -> Sent:
    """A damaged file that bears the code."""
    return Sent(nothing(number, unreadable=True), (refused(f"{code_of(number)}_2569-1.xlsx"),))


def other_round(number: int) -> Sent:
    """A workbook of the round before."""
    made = office(number, good(number))
    return Sent(nothing(number), (made.files[0]._replace(round="2568-2"),))


def after_closing(number: int) -> Sent:
    """A workbook that no run has noted before the round was closed."""
    return Sent(nothing(number), office(number, good(number)).files)


KINDS: Mapping[int, Callable[[int], Sent]] = {
    **{place: lambda number: office(number, good(number)) for place in range(11)},
    11: two_people,
    12: draft,
    **{place: lambda number: office(number, digest_of(FRAMEWORK, number, 2)) for place in (13, 14)},
    15: lambda number: office(number, good(number)._replace(official=None)),
    16: two_files,
    17: two_versions,
    18: lambda number: office(number, without_answers(good(number), ("SYS-02", "OUT"))),
    19: lambda number: office(number, good(number), approved=10 + number // 24),  # some are late
    20: one_stage,
    21: lambda number: office(number, without_answers(good(number))),
    22: lambda number: (unreadable, other_round, after_closing)[number // 24 % 3](number),
    23: lambda number: (
        Sent(nothing(number)),
        office(number, without_answers(filled(good(number), "S00"))),
        office(number, good(number), in_round=False),
    )[number // 24 % 3],
}
"""What an office has sent, by its number's rest of 24."""


def sent() -> Iterator[Sent]:
    """All offices of the registry, and some that are not in it."""
    for number in range(1, COUNT + 1):
        yield KINDS[number % 24](number)
    for number in UNREGISTERED:
        yield office(number, good(number), in_round=False)


def registry(found: list[Sent], *, still_open: bool) -> Registry:
    """The registry of the 300; who is not in the round is there and not expected."""
    plain = registry_of(COUNT)
    outside = {office_sent.fact.code for office_sent in found if not office_sent.fact.in_round}
    offices = {
        code: replace(registered_office, expected=code not in outside)
        for code, registered_office in plain.offices.items()
    }
    return replace(plain, round=replace(ROUND, open=still_open), offices=offices)


def province_of_300(found: list[Sent]) -> Province:
    """The province in a closed round: what came after is in the inbox, and not noted."""
    late = {
        office_sent.files[0].sha
        for office_sent in found
        if office_sent.files and not office_sent.fact.arrived
    }
    files = [file for office_sent in found for file in office_sent.files]
    noted = frozenset(file.sha for file in files if file.sha not in late)
    choice = select_files(files, ROUND.code, Closing(noted, DUE))
    told = {office_sent.fact.code: office_sent.digest for office_sent in found}
    digests = {
        counted.office: digest
        for counted in choice.offices
        if (digest := told[counted.office]) is not None
    }
    return build_province(registry(found, still_open=False), FRAMEWORK, choice, digests, ASOF)


@pytest.fixture(scope="module")
def found() -> list[Sent]:
    """What all offices have sent."""
    return list(sent())


@pytest.fixture(scope="module")
def province(found: list[Sent]) -> Province:
    """The province made of it."""
    return province_of_300(found)


def test_b6_b7_b8_every_figure_of_300_offices_is_that_of_a_plain_computation(
    found: list[Sent], province: Province
) -> None:
    expected = figures([office_sent.fact for office_sent in found])
    assert of_province(province) == expected
    counted: Counter[str] = Counter(expected["standings"].values())
    assert set(counted) == {
        *("accepted", "returned", "partial", "empty", "unreadable", "missing", "outside")
    }
    assert sum(counted.values()) == COUNT + len(UNREGISTERED)
    assert expected["expected"] == sum(counted.values()) - counted["outside"]
    assert not expected["provisional"]
    assert expected["ranks"]


def test_with_fewer_files_the_result_is_provisional_and_nobody_is_ranked(
    found: list[Sent],
) -> None:
    fewer = [
        Sent(replace(office_sent.fact, arrived=False))
        if office_sent.fact.in_round and place % 4 == 0
        else office_sent
        for place, office_sent in enumerate(found)
    ]
    expected = figures([office_sent.fact for office_sent in fewer])
    assert expected["provisional"]
    assert of_province(province_of_300(fewer)) == expected


def test_the_overview_and_the_tables_say_the_same(found: list[Sent], province: Province) -> None:
    expected = figures([office_sent.fact for office_sent in found])
    here = {
        code for code, item in expected["standings"].items() if item in ("accepted", "returned")
    }
    tables = long_tables(province)
    assert {row[0] for row in tables["scores"].rows} == here
    assert {row[0] for row in tables["tracker"].rows} == here
    returned = expected["received"] - expected["accepted"]
    assert [tile.figure for tile in tiles(province)] == [
        f"{expected['received']} / {expected['expected']}",
        expected["mean"],
        f"{expected['accepted']} ✔",
        f"{returned} ▲",
        str(sum(expected["colours"].values())),
        f"{expected['colours']['red']} ■",
    ]


def test_no_mean_of_a_system_counts_what_was_not_answered(province: Province) -> None:
    main = province.main
    assert main is not None
    second = next(spread for spread in main.systems if spread.code == "SYS-02")
    assert second.scores is not None
    assert main.scores is not None
    blank = COUNT // 24
    assert second.scores.n in (main.scores.n - blank, main.scores.n - blank - 1)
    assert second.scores.mean > Fraction(0)
