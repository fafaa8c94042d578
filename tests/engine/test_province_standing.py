"""B6 and B8: where an office stands, and that every figure is of one population."""

from dataclasses import replace
from fractions import Fraction

import pytest

from pso_excel.framework import load_framework
from pso_excel.model.registry import Registry
from pso_excel.model.scorecard import State
from pso_excel.province import Province, build_province
from pso_excel.province.long_tables import long_tables
from pso_excel.province.office_digest import Digest, IndicatorRow, StageRow
from pso_excel.province.report import province_json, summary_lines
from pso_excel.province.select import CountedFiles, ReceivedFile, select_files
from pso_excel.province.standing import OfficeRow, ReportingStatus
from tests.made_up import ASOF, ROUND, code_of, digest_of, file_of, name_of, refused, registry_of

FRAMEWORK = load_framework("pso")


def filled(*stages: str, score: int | None = None, errors: int = 0) -> Digest:
    """What is said of a form in which those stages are filled in; without a score no indicator
    was answered."""
    digest = digest_of(FRAMEWORK, 1, errors)
    return digest._replace(
        official=None if score is None else Fraction(score),
        stages=tuple(StageRow(stage, 9 * (stage in stages), 9, 0) for stage in ALL),
        indicators=digest.indicators if score is not None else blank(digest),
    )


def blank(digest: Digest) -> tuple[IndicatorRow, ...]:
    """Its indicators, none of them answered."""
    return tuple(row._replace(state=State.BLANK, score=None) for row in digest.indicators)


ALL = tuple(f"S{number:02d}" for number in range(11))


def form(number: int, digest: Digest, stage: str = "", **changes: object) -> ReceivedFile:
    """A workbook of all stages with that digest, or of one stage."""
    stages = tuple(row.stage for row in digest.stages if row.filled)
    known: dict[str, object] = {"filled": stages, **changes}
    if stage:
        known |= {"claims": (stage,), "file": f"{number}_{stage}.xlsx", "sha": f"{number}{stage}"}
    return file_of(number, digest, **known)


def province_from(
    *files: ReceivedFile, registry: Registry, joined: Digest | None = None
) -> Province:
    """The province of these files; ``joined`` is the digest of an office of several files."""
    choice = select_files(files, ROUND.code)

    def digest(chosen: CountedFiles) -> Digest | None:
        sole = chosen.sole()
        return sole.digest if sole else joined

    digests = {counted.office: found for counted in choice.offices if (found := digest(counted))}
    return build_province(registry, FRAMEWORK, choice, digests, ASOF)


def only(province: Province) -> OfficeRow:
    """Its only office."""
    (office,) = province.offices
    return office


@pytest.mark.parametrize(
    ("digest", "status"),
    [
        (filled(*ALL, score=70), ReportingStatus.ACCEPTED),
        (
            filled(*ALL[:7], score=70),
            ReportingStatus.ACCEPTED,
        ),  # the plan follows later in the round
        (
            filled(*ALL[:5], "S06", score=70),
            ReportingStatus.ACCEPTED,
        ),  # the weights as they were given
        (filled(*ALL, score=0), ReportingStatus.ACCEPTED),  # a zero that was given is a zero
        (filled(*ALL, score=70, errors=1), ReportingStatus.RETURNED),
        (filled(*ALL, score=70)._replace(official=None), ReportingStatus.RETURNED),
        (filled(*ALL[:6], *ALL[7:]), ReportingStatus.PARTIAL),  # all but stage 6
        (filled(*ALL[:6], *ALL[7:], errors=3), ReportingStatus.PARTIAL),
        (filled("S00", "S05", "S06", score=70), ReportingStatus.PARTIAL),
        (filled(*ALL[:3], *ALL[4:], score=70), ReportingStatus.PARTIAL),  # no stage 3
        (filled("S00", "S01"), ReportingStatus.PARTIAL),
        (filled("S00"), ReportingStatus.EMPTY),
    ],
)
def test_b6_where_an_office_stands(digest: Digest, status: ReportingStatus) -> None:
    assert only(province_from(form(1, digest), registry=registry_of(1))).standing is status


def test_b6_a_form_is_what_was_submitted() -> None:
    whole = filled(*ALL, score=70)
    draft = province_from(form(1, whole, draft=True), registry=registry_of(1))
    assert only(draft).standing is ReportingStatus.RETURNED
    assert (draft.sent.received, draft.sent.accepted, draft.rollups[0].scores) == (1, 0, None)
    named = form(1, whole, sent=ALL[1:6])  # the cover names stages 1 to 5
    province = province_from(named, registry=registry_of(1))
    assert only(province).standing is ReportingStatus.PARTIAL
    (found_problem,) = [problem for problem in province.problems if problem.code == "B403"]
    assert found_problem.values["stage"] == "S06, S07, S08, S09, S10"


@pytest.mark.parametrize("stage", ["S01", "S06", "S07"])
def test_b6_one_stage_alone_is_no_form(stage: str) -> None:
    digest = filled("S00", stage, score=80 if stage == "S06" else None)
    province = province_from(form(1, digest, stage), registry=registry_of(1))
    office = only(province)
    assert office.standing is ReportingStatus.PARTIAL
    assert (office.score, office.rank, office.late, office.actions) == (None, None, None, ())
    assert province.sent == (1, 0, 0, 0)
    assert province.rollups == ()
    (found_problem,) = [problem for problem in province.problems if problem.code == "B403"]
    missing = str(found_problem.values["stage"]).split(", ")
    assert missing == [text for text in ALL[1:] if text != stage]


def test_b6_stages_one_by_one_are_a_form_once_all_that_a_score_needs_are_here() -> None:
    files = [form(1, filled("S00", stage), stage) for stage in ALL[1:8] if stage != "S05"]
    whole = filled(*ALL[:8], score=66)
    province = province_from(*files, registry=registry_of(1), joined=whole)
    assert only(province).standing is ReportingStatus.ACCEPTED
    assert "B403" not in {problem.code for problem in province.problems}
    short = province_from(*files[1:], registry=registry_of(1), joined=whole)
    assert only(short).standing is ReportingStatus.PARTIAL


def test_b6_a_score_that_was_not_given_is_a_zero_nowhere() -> None:
    files = (form(1, filled(*ALL, score=60)), form(2, filled(*ALL[:6], *ALL[7:])))
    province = province_from(*files, registry=registry_of(2))
    report = province_json(province, "th")
    assert (report["mean"], report["mean_of"], report["accepted"]) == ("60.00", 1, 1)
    assert report["offices"][1].get("official") is None
    offices = long_tables(province)["offices"]
    official = [row[offices.columns.index("official")] for row in offices.rows]
    assert official == [60, None]


def test_b8_the_mean_is_of_accepted_forms_and_says_of_how_many() -> None:
    files = (
        form(1, filled(*ALL, score=60)),
        form(2, filled(*ALL, score=90, errors=1)),
        form(3, filled(*ALL, score=70)),
    )
    province = province_from(*files, registry=registry_of(4))
    main = province.main
    assert main is not None
    assert main.scores is not None
    assert (main.scores.mean, main.scores.n, main.offices) == (65, 2, 3)
    assert "65.00" in summary_lines(province, "th")[1]
    assert "2 ใน 4" in summary_lines(province, "th")[1]
    assert "2 of 4" in summary_lines(province, "en")[1]


def test_b14_a_mean_is_never_of_nothing() -> None:
    province = province_from(form(1, filled(*ALL, score=60, errors=1)), registry=registry_of(1))
    assert province.main is not None
    assert province.main.scores is None
    assert "–" not in summary_lines(province, "th")[1]
    assert (province_json(province, "en")["mean"], province.sent.accepted) == (None, 0)


def test_b8_an_unanswered_system_does_not_enter_its_mean_as_zero() -> None:
    """Three accepted forms, of which one left a system blank: (60 + 73.33) / 2, not over 3."""
    files: list[ReceivedFile] = []
    for number, score in enumerate((Fraction(180, 3), Fraction(220, 3), Fraction(0)), 1):
        digest = filled(*ALL, score=60)
        systems = (digest.systems[0]._replace(official=score), *digest.systems[1:])
        code = systems[0].code
        if not score:
            indicators = tuple(
                row._replace(state=State.BLANK, score=None) if row.system == code else row
                for row in digest.indicators
            )
            digest = digest._replace(indicators=indicators)
        files.append(form(number, digest._replace(systems=systems)))
    province = province_from(*files, registry=registry_of(3))
    assert province.main is not None
    first = province.main.systems[0]
    assert first.scores is not None
    assert (first.scores.n, first.scores.mean) == (2, Fraction(200, 3))
    third = province_json(province, "th")["offices"][2]
    assert third["systems"][first.code] is None


def test_b8_only_accepted_and_complete_forms_are_ranked_in_groups_of_five_of_them() -> None:
    registry = registry_of(14)
    even = [number for number in range(1, 15) if number % 2 == 0]  # one peer group of seven
    files = [form(number, filled(*ALL, score=50 + number)) for number in even[:5]]
    files.append(form(even[5], filled(*ALL, score=99, errors=1)))
    gap = filled(*ALL, score=98)
    rows = (gap.indicators[0]._replace(state=State.BLANK), *gap.indicators[1:])
    files.append(form(even[6], gap._replace(indicators=rows)))
    files += [form(number, filled(*ALL, score=70)) for number in (1, 3, 5, 7)]
    files += [form(9, filled("S00", "S01")), form(11, filled(*ALL, score=1, errors=2))]
    province = province_from(*files, registry=registry)
    assert not province.provisional
    ranks = {office.code: office.rank for office in province.offices if office.rank}
    assert ranks == {code_of(number): 5 - place for place, number in enumerate(even[:5])}
    (small,) = [problem for problem in province.problems if problem.code == "B412"]
    assert small.values["n"] == "4"


def test_b8_all_offices_are_in_one_standing_and_those_outside_in_no_figure() -> None:
    registry = registry_of(6)
    not_expected = replace(registry.offices[code_of(6)], expected=False)
    registry = replace(registry, offices={**registry.offices, code_of(6): not_expected})
    files = (
        form(1, filled(*ALL, score=60)),
        form(2, filled(*ALL, score=70, errors=1)),
        form(3, filled("S00", "S02")),
        form(6, filled(*ALL, score=100)),
        form(9, filled(*ALL, score=100, errors=1), name=name_of(9)),
        refused(f"{code_of(5)}.xlsx"),
    )
    province = province_from(*files, registry=registry)
    found = {office.code: office.standing for office in province.offices}
    assert found == {
        code_of(1): ReportingStatus.ACCEPTED,
        code_of(2): ReportingStatus.RETURNED,
        code_of(3): ReportingStatus.PARTIAL,
        code_of(4): ReportingStatus.MISSING,
        code_of(5): ReportingStatus.UNREADABLE,
        code_of(6): ReportingStatus.OUTSIDE,
        code_of(9): ReportingStatus.OUTSIDE,
    }
    inside = [
        count
        for reporting_status, count in province.standings.items()
        if reporting_status is not ReportingStatus.OUTSIDE
    ]
    assert sum(inside) == province.sent.expected == 5
    assert province.sent == (5, 2, 1, 2)
    assert province.main is not None
    assert province.main.scores is not None
    assert (province.main.scores.n, province.main.scores.high) == (1, 60)
    assert {problem.location.office for problem in province.problems if problem.code == "B404"} == {
        code_of(6),
        code_of(9),
    }
    tables = long_tables(province)
    assert {row[0] for row in tables["tracker"].rows} == {code_of(1), code_of(2)}


def test_b8_an_empty_registry_is_line_one_and_one_finding() -> None:
    files = [form(number, filled(*ALL, score=60)) for number in (1, 2, 3)]
    province = province_from(*files, registry=registry_of(0))
    assert province.problems[0].code == "B427"
    assert not {"B404", "B403"} & {problem.code for problem in province.problems}
    assert province.standings[ReportingStatus.OUTSIDE] == 3
    assert (province.sent, province.main) == ((0, 0, 0, 0), None)
