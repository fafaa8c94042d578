"""The packs that come with the program: complete, honest about their sources, and as agreed."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from pso_excel import framework
from pso_excel.core.bilingual import Bilingual
from pso_excel.core.problem import Refused
from pso_excel.framework import framework_of, frameworks, load_framework, read_framework
from pso_excel.framework.pack import Framework, Method, Source, Status

PACKS = [load_framework(framework_id) for framework_id in frameworks()]
each_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)


def sources_of(pack: Framework) -> list[Source]:
    """The source of everything in a pack that has a name or a figure."""
    rows = [item.source for item in (*pack.systems, *pack.indicators)]
    tables = [pack.source, pack.weights_source, pack.rubric_source, pack.bands_source]
    tables += [pack.tiers_source, pack.readiness_source]
    return [*rows, *tables, *(setting.source for setting in pack.settings.values())]


@each_pack
def test_a_pack_loaded_without_checks_is_as_one_that_is_checked(pack: Framework) -> None:
    packs = Path(framework.__file__).with_name("packs")
    assert read_framework((packs / f"{pack.id}.toml").read_text(encoding="utf-8")) == pack


@each_pack
def test_every_name_and_figure_says_where_it_comes_from(pack: Framework) -> None:
    for source in sources_of(pack):
        assert source.text.strip()
        assert isinstance(source.status, Status)


@each_pack
def test_nothing_is_called_official(pack: Framework) -> None:
    assert Status.OFFICIAL not in {source.status for source in sources_of(pack)}


@each_pack
def test_siblings_add_up_to_exactly_100(pack: Framework) -> None:
    families: dict[str, Decimal] = defaultdict(Decimal)
    for system in pack.systems:
        families["systems"] += system.weight
    for indicator in pack.indicators:
        families[indicator.parent] += indicator.weight
    assert set(families.values()) == {Decimal("100.00")}


@each_pack
def test_every_text_is_in_both_languages(pack: Framework) -> None:
    texts: list[Bilingual] = [pack.name, pack.short, pack.notice]
    texts += [words for system in pack.systems for words in (system.name, system.short)]
    texts += [
        words
        for indicator in pack.indicators
        for words in (indicator.name, indicator.unit, indicator.data_source)
    ]
    texts += [words for level in pack.rubric for words in (level.name, level.evidence)]
    texts += [band.name for band in pack.bands] + [item.text for item in pack.readiness]
    texts += [setting.name for setting in pack.settings.values()]
    for words in texts:
        assert any("\u0e00" <= letter <= "\u0e7f" for letter in words.th)
        assert words.en
        assert not any("\u0e00" <= letter <= "\u0e7f" for letter in words.en)


@each_pack
def test_a_percentage_says_what_is_divided_by_what(pack: Framework) -> None:
    for indicator in pack.indicators:
        if indicator.unit.en.startswith("%"):
            assert indicator.numerator.th, indicator.code
            assert indicator.denominator.th, indicator.code


def test_pso_confirms_only_1107_and_has_no_1111() -> None:
    pack = load_framework("pso")
    numbers = {system.alias: system.source.status for system in pack.systems}
    assert list(numbers) == [*(str(number) for number in range(1101, 1111)), ""]
    assert [alias for alias, status in numbers.items() if status is Status.PUBLISHED] == ["1107"]
    assert {numbers[str(n)] for n in range(1101, 1111) if n != 1107} == {Status.RECALLED}
    outcomes = pack.systems[-1]
    assert (outcomes.code, outcomes.weight, outcomes.pilot) == ("OUT", 0, True)


def test_pso_puts_results_before_process() -> None:
    """Rule W717 must not fire on the pack as it ships."""
    pack = load_framework("pso")
    weights = {system.code: system.weight for system in pack.systems}
    results = sum(
        weights[indicator.parent] * indicator.weight / 100
        for indicator in pack.indicators
        if indicator.kind in ("output", "outcome")
    )
    assert results > pack.number("results_share")


def test_pmqa4_has_seven_equal_categories_of_gated_items_and_results() -> None:
    """Domain study B.1: 24 gated items of 300/100/100 in six categories, six results."""
    pack = load_framework("pmqa4")
    assert len(pack.systems) == 7
    assert max(s.weight for s in pack.systems) - min(s.weight for s in pack.systems) <= Decimal(
        "0.01"
    )
    gated = [indicator for indicator in pack.indicators if indicator.method is Method.TIERS]
    results = [indicator for indicator in pack.indicators if indicator.method is Method.QUANTITY]
    assert (len(gated), len(results), len(pack.indicators)) == (24, 6, 30)
    assert {indicator.parent for indicator in results} == {"CAT-7"}
    assert [tier * pack.full / 100 for tier in pack.tiers] == [300, 100, 100]
    assert pack.bands_source.status is Status.RECALLED


@each_pack
def test_the_readiness_list_has_24_items_and_six_gates(pack: Framework) -> None:
    """Domain study E.8."""
    assert [item.code for item in pack.readiness] == [f"Q{n:02}" for n in range(1, 25)]
    gates = [item.code for item in pack.readiness if item.gate]
    assert gates == ["Q02", "Q08", "Q09", "Q12", "Q14", "Q23"]


def test_settings_are_those_of_the_domain_study() -> None:
    pack = load_framework("pso")
    expected = {
        "target": 80, "floor": 60, "ready_min": 80, "na_cap": 30, "evidence_from": 2,
        "min_members": 3, "max_tasks": 10, "max_new": 15, "priority_gap": 50,
        "priority_urgency": 25, "priority_effort": 15, "priority_floor": 10, "track_red": 20,
        "track_amber": 10, "track_late": 14, "track_left": 14, "track_near": 80, "track_stale": 35,
        "preset_lpa": 70,
    }  # fmt: skip
    assert {key: pack.number(key) for key in expected} == expected
    assert pack.settings["na_policy"].value == "sibling"
    assert pack.settings["preset_lpa"].source.status is Status.PUBLISHED


@pytest.mark.parametrize(
    ("score", "band"),
    [
        ("0", "urgent"),
        ("39.99", "urgent"),
        ("40", "improve"),
        ("59.99", "improve"),
        ("60", "fair"),
        ("74.99", "fair"),
        ("75", "good"),
        ("89.99", "good"),
        ("90", "excellent"),
        ("100", "excellent"),
    ],
)
def test_bands_of_pso(score: str, band: str) -> None:
    """Domain study E.5.5."""
    assert load_framework("pso").band(Decimal(score)).code == band


def test_a_pack_is_read_once() -> None:
    assert load_framework("pso") is load_framework("pso")


def test_a_workbook_names_its_framework() -> None:
    assert framework_of({}, {"PSO_FRAMEWORK": "pmqa4@1.0"}).edition == "pmqa4@1.0"
    assert framework_of({}, {}).edition == "pso@1.0"
    assert framework_of({"PSO_FRAMEWORK": "'_meta'!$B$6"}, {}).edition == "pso@1.0"


def test_N016_quiet_for_each_pack_that_there_is() -> None:
    assert [
        framework_of({}, {"PSO_FRAMEWORK": framework_id}).id for framework_id in frameworks()
    ] == list(frameworks())


def test_N016_fires_for_an_unknown_framework_with_what_there_is() -> None:
    with pytest.raises(Refused) as refused:
        framework_of({}, {"PSO_FRAMEWORK": "ปสอ@1.0"})
    assert refused.value.problem.code == "N016"
    assert refused.value.problem.values == {"id": "ปสอ", "known": "pso, pmqa4"}
