"""What counts, what the figures say, and what is told of every file and office."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pso_excel.consolidation.inbox import Pool, shared
from pso_excel.framework import load_framework
from pso_excel.model.registry import Registry
from pso_excel.province import Province, build_province, file_name_has_code
from pso_excel.province.office_digest import Digest
from pso_excel.province.rollup import Sent, outliers, quantile, ranks, reporting_is_low, spread
from pso_excel.province.select import CountedFiles, Outcome, ReceivedFile, select_files
from pso_excel.province.standing import OfficeRow, ReportingStatus
from tests.made_up import (
    ASOF,
    ROUND,
    code_of,
    digest_of,
    file_of,
    name_of,
    no_errors,
    province_of,
    refused,
    registry_of,
)

FRAMEWORK = load_framework("pso")
PLAIN = digest_of(FRAMEWORK, 1)


def whole(sha: str, approved: int = 1, errors: int = 0, **changes: object) -> ReceivedFile:
    """A workbook of all stages of office 1, approved on a day of March."""
    day = date(2026, 3, approved) if approved else None
    file = file_of(1, PLAIN._replace(errors=errors), file=f"{sha}.xlsx", sha=sha, approved=day)
    return file._replace(**changes)  # pyright: ignore[reportArgumentType]


def part(stage: str, sha: str, approved: int) -> ReceivedFile:
    """A single-stage workbook of office 1."""
    return whole(sha, approved, claims=(stage,), filled=(stage,))


def counted(*files: ReceivedFile) -> CountedFiles:
    """What counts for the only office among the files."""
    (chosen,) = select_files(files, ROUND.code).offices
    return chosen


def outcomes(*files: ReceivedFile) -> dict[str, Outcome]:
    """What became of each file, by its hash."""
    return {file.sha: file.outcome for file in select_files(files, ROUND.code).files}


def codes(*files: ReceivedFile) -> list[str]:
    """The codes of the problems of a choice, in order."""
    return [problem.code for problem in select_files(files, ROUND.code).problems]


def office(province: Province, number: int) -> OfficeRow:
    """One office of a province."""
    return next(office_row for office_row in province.offices if office_row.code == code_of(number))


def built(*files: ReceivedFile, offices: int = 1, registry: Registry | None = None) -> Province:
    """A province of these files."""
    choice = select_files(files, ROUND.code)
    digests: dict[str, Digest] = {}
    for each_counted in choice.offices:
        sole = each_counted.sole()
        if sole and sole.digest:
            digests[each_counted.office] = sole.digest
    return build_province(registry or registry_of(offices), FRAMEWORK, choice, digests, ASOF)


def said(province: Province, code: str) -> list[str]:
    """The offices for which a problem of that code is told."""
    return [problem.location.office for problem in province.problems if problem.code == code]


@pytest.mark.parametrize(
    ("first", "second", "best", "told"),
    [
        (whole("a", 5), whole("b", 6), "b", "B405"),  # the newer approval
        (whole("a", 6, errors=9), whole("b", 5), "a", "B405"),  # even with more errors
        (whole("a", 0), whole("b", 1), "b", "B405"),  # an approval before none
        (whole("a", 5, errors=2), whole("b", 5, errors=1), "b", "B405"),  # then fewer errors
        (whole("a", 5), whole("b", 5), "a", "F017"),  # then the hash, and it is told
    ],
)
def test_of_two_workbooks_the_latest_accepted_counts(
    first: ReceivedFile, second: ReceivedFile, best: str, told: str
) -> None:
    assert counted(first, second).files == (f"{best}.xlsx",)
    assert counted(second, first).files == (f"{best}.xlsx",)
    assert codes(first, second) == [told]
    lost = "b" if best == "a" else "a"
    assert outcomes(first, second) == {best: Outcome.USED, lost: Outcome.REPLACED}


def test_identical_bytes_count_once_and_are_no_clash() -> None:
    twins = (whole("a", file="1.xlsx"), whole("a", file="2.xlsx"))
    found = select_files(reversed(twins), ROUND.code)
    assert [(file.file, file.outcome) for file in found.files] == [
        ("1.xlsx", Outcome.USED),
        ("2.xlsx", Outcome.SAME),
    ]
    assert [problem.code for problem in found.problems] == ["F016"]


def test_a_single_stage_newer_than_the_workbook_replaces_that_stage_only() -> None:
    chosen = counted(whole("w", 5), part("S06", "s", 6))
    assert chosen.whole is not None
    assert chosen.whole.sha == "w"
    assert [(stage, file.sha) for stage, file in chosen.parts] == [("S06", "s")]
    assert chosen.joined
    assert chosen.approved == date(2026, 3, 6)
    assert codes(whole("w", 5), part("S06", "s", 6)) == ["B405"]


def test_a_single_stage_older_than_the_workbook_is_replaced_by_it() -> None:
    files = (whole("w", 5), part("S06", "s", 4))
    assert counted(*files).files == ("w.xlsx",)
    assert outcomes(*files) == {"w": Outcome.USED, "s": Outcome.REPLACED}


def test_a_single_stage_complements_a_workbook_that_leaves_it_empty() -> None:
    files = (whole("w", 5, filled=("S01",)), part("S06", "s", 1))
    assert counted(*files).joined
    assert codes(*files) == []


def test_stages_alone_are_joined_and_the_rest_is_asked_for() -> None:
    files = (part("S01", "a", 1), part("S06", "b", 1))
    chosen = counted(*files)
    assert chosen.whole is None
    assert chosen.sole() is None
    assert chosen.files == ("a.xlsx", "b.xlsx")
    province = built(part("S06", "b", 1))
    (problem,) = [problem for problem in province.problems if problem.code == "B403"]
    assert problem.values["stage"] == "S01, S02, S03, S04, S05, S07, S08, S09, S10"


@pytest.mark.parametrize(
    ("file", "outcome", "code"),
    [
        (whole("a", round="2568-2"), Outcome.OTHER_ROUND, "B415"),
        (whole("a", round=""), Outcome.OTHER_ROUND, "B415"),
        (whole("a", office=""), Outcome.NO_OFFICE, "B416"),
        (refused("a.xlsx"), Outcome.REFUSED, "F001"),
    ],
)
def test_a_file_that_cannot_count_is_told_with_its_reason(
    file: ReceivedFile, outcome: Outcome, code: str
) -> None:
    found = select_files([file], ROUND.code)
    assert found.offices == ()
    assert [file.outcome for file in found.files] == [outcome]
    assert [problem.code for problem in found.problems] == [code]


def test_the_order_of_the_files_changes_nothing() -> None:
    files = (
        whole("a", 5),
        whole("b", 6, filled=("S01", "S06")),
        part("S06", "c", 6),
        part("S07", "d", 1),
        refused("e.xlsx"),
    )
    found = [select_files(order, ROUND.code) for order in permutations(files)]
    assert all(selection == found[0] for selection in found)


def test_rates_and_standings() -> None:
    province = province_of(6, refused("มาแล้ว/99-R-006.xlsx"), missing=2)
    assert office(province, 3).standing is ReportingStatus.ACCEPTED  # its made-up errors are 3 % 3
    assert office(province, 1).standing is ReportingStatus.RETURNED
    assert office(province, 5).standing is ReportingStatus.MISSING
    assert office(province, 6).standing is ReportingStatus.UNREADABLE
    assert province.sent == Sent(expected=6, received=4, accepted=1, on_time=4)
    assert province.sent.reporting == Fraction(200, 3)
    assert province.sent.acceptance == 25
    assert province.provisional
    assert said(province, "B410") == [""]
    assert said(province, "B403") == [code_of(5), code_of(6)]
    main = province.main
    assert main is not None
    assert main.provisional
    assert main.scores is not None
    assert (main.offices, main.scores.n) == (4, 1)


def test_an_empty_form_is_not_received_and_lowers_no_mean() -> None:
    blank = digest_of(FRAMEWORK, 2)._replace(official=Fraction(0), indicators=(), stages=())
    province = built(file_of(1, PLAIN), file_of(2, blank), offices=2)
    assert office(province, 2).standing is ReportingStatus.EMPTY
    assert said(province, "B418") == [code_of(2)]
    main = province.main
    assert main is not None
    assert main.scores is not None
    assert (main.scores.n, main.scores.mean) == (1, PLAIN.official)


def test_an_office_out_of_the_round_is_shown_and_not_averaged() -> None:
    province = built(file_of(1, PLAIN), file_of(7, digest_of(FRAMEWORK, 7)))
    assert [office_row.code for office_row in province.offices] == [code_of(1), code_of(7)]
    assert said(province, "B404") == [code_of(7)]
    assert province.sent.expected == 1
    main = province.main
    assert main is not None
    assert main.offices == 1


def test_a_late_office_is_told_with_its_days() -> None:
    province = built(file_of(1, PLAIN, approved=date(2026, 3, 18)))
    (problem,) = [problem for problem in province.problems if problem.code == "B406"]
    assert problem.values["n"] == "3"
    assert office(province, 1).late == 3
    assert province.sent.on_time == 0


def test_two_editions_are_never_averaged() -> None:
    other = file_of(2, digest_of(FRAMEWORK, 2), framework="pso@2.0")
    province = built(file_of(1, PLAIN), other, offices=2)
    assert [(roll_up.edition, roll_up.offices) for roll_up in province.rollups] == [
        ("pso@1.0", 1),
        ("pso@2.0", 1),
    ]
    assert said(province, "B409") == [""]


def test_identical_answers_are_told_once_with_both_offices() -> None:
    copied = [file_of(n, digest_of(FRAMEWORK, n, answers="same")) for n in (1, 2)]
    province = built(*copied, file_of(3, digest_of(FRAMEWORK, 3)), offices=3)
    (problem,) = [problem for problem in province.problems if problem.code == "B408"]
    assert problem.values == {"a": f"{code_of(1)} {name_of(1)}", "b": f"{code_of(2)} {name_of(2)}"}


def test_ranks_only_in_groups_of_five_and_never_on_a_provisional_result() -> None:
    final = province_of(10, missing=0, errors=no_errors)  # two peer groups of five
    assert sorted(
        office_row.rank or 0 for office_row in final.offices if office_row.peer_group == "บริการ"
    ) == [
        1,
        2,
        3,
        4,
        5,
    ]
    assert said(final, "B412") == []
    small = province_of(9, missing=0, errors=no_errors)
    assert {office_row.peer_group for office_row in small.offices if office_row.rank} == {
        "ประสานงาน"
    }
    assert said(small, "B412") == [""]
    provisional = province_of(20, missing=5, errors=no_errors)
    assert provisional.provisional
    assert [office_row.rank for office_row in provisional.offices] == [None] * 20


def test_an_office_with_an_unreadable_answer_has_no_part_in_the_mean() -> None:
    unread = digest_of(FRAMEWORK, 2, errors=1)._replace(official=None)
    province = built(file_of(1, PLAIN), file_of(2, unread), offices=2)
    main = province.main
    assert main is not None
    assert main.scores is not None
    assert (main.offices, main.scores.n) == (2, 1)
    assert province.sent.received == 2


def test_each_peer_group_has_its_own_mean() -> None:
    province = province_of(6, missing=0, errors=no_errors)
    main = province.main
    assert main is not None
    means = {
        group_spread.name: group_spread.scores.mean
        for group_spread in main.groups
        if group_spread.scores
    }
    for name, mean in means.items():
        scores = [
            office_row.score
            for office_row in province.offices
            if office_row.peer_group == name and office_row.score
        ]
        assert mean == sum(scores, Fraction(0)) / 3
    assert set(means) == {"บริการ", "ประสานงาน"}


def test_the_means_are_exact() -> None:
    province = province_of(7, missing=0, errors=no_errors)
    scores = [office_row.digest.official for office_row in province.offices if office_row.digest]
    main = province.main
    assert main is not None
    assert main.scores is not None
    assert main.scores.mean == sum((score for score in scores if score), Fraction(0)) / 7


@pytest.mark.parametrize(
    ("values", "part", "expected"),
    [
        ([1, 2, 3, 4], Fraction(1, 4), Fraction(7, 4)),  # QUARTILE.INC of a spreadsheet
        ([1, 2, 3, 4], Fraction(1, 2), Fraction(5, 2)),
        ([7], Fraction(3, 4), Fraction(7)),
        ([0, 10, 20], Fraction(1), Fraction(20)),
    ],
)
def test_quartiles(values: list[int], part: Fraction, expected: Fraction) -> None:
    assert quantile([Fraction(value) for value in values], part) == expected


def test_nothing_has_no_spread() -> None:
    assert spread([]) is None
    with pytest.raises(ValueError, match="no values"):
        quantile([], Fraction(1, 2))


def test_competition_ranks() -> None:
    assert ranks([Decimal("70.00"), Decimal("81.5"), Decimal("70"), Decimal("60")]) == (2, 1, 2, 4)


def test_outliers_need_a_spread() -> None:
    assert outliers([Fraction(n) for n in (60, 61, 62, 63, 20)]) == (4,)
    assert outliers([Fraction(60)] * 4 + [Fraction(20)]) == ()
    assert outliers([]) == ()


def test_reporting_is_low_below_the_limit_only() -> None:
    assert not reporting_is_low(Sent(5, 4, 0, 0), Decimal(80))
    assert reporting_is_low(Sent(5, 3, 0, 0), Decimal(80))
    assert not reporting_is_low(Sent(0, 0, 0, 0), Decimal(80))


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("99-R-001.xlsx", True),
        ("ส่งแล้ว/99-R-001_แก้ไข.xlsx", True),
        ("99-R-0011.xlsx", False),
        ("199-R-001.xlsx", False),
        ("สำเนา.xlsx", False),
    ],
)
def test_an_unreadable_file_is_known_by_the_code_in_its_name(file: str, found: bool) -> None:
    assert file_name_has_code(file, "99-R-001") is found


@given(st.lists(st.fractions(0, 100), min_size=1, max_size=30))
def test_the_spread_is_in_order(values: list[Fraction]) -> None:
    found = spread(values)
    assert found is not None
    assert found.low <= found.first <= found.median <= found.third <= found.high
    assert found.low <= found.mean <= found.high
    assert spread(values[::-1]) == found


def test_shared_values_are_equal_print_alike_and_are_one() -> None:
    pool: Pool = {}
    digest = shared(digest_of(FRAMEWORK, 5), pool)
    two = shared(digest_of(FRAMEWORK, 5), pool)
    assert digest == digest_of(FRAMEWORK, 5)
    assert repr(digest) == repr(digest_of(FRAMEWORK, 5))
    assert digest.indicators[3].score is two.indicators[3].score
    assert [str(n) for n in shared((Decimal("2"), Decimal("2.00")), pool)] == ["2", "2.00"]
