"""A faulty pack is refused with the code of its fault, and the place an author would look."""

import pytest

from pso_excel.core.messages import message
from pso_excel.core.problem import Refused
from pso_excel.framework import read_framework
from pso_excel.framework.pack import Direction, Method
from tests.framework.packs import HEAD, example_text, indicator_text, system_text

BASE = HEAD + system_text("S", "100")
ONE = BASE + indicator_text("i", "S", "100", "level")
LEVEL = (
    '{ number = %s, score = %s, name = { th = "ก", en = "a" }, evidence = { th = "ก", en = "a" } }'
)
RUBRIC = '[rubric]\nsource = "made"\nstatus = "default"\nlevels = [%s]\n'
BAND = '[bands]\nsource = "made"\nstatus = "default"\nsteps = [%s]\n'
STEP = '{ code = "%s", low = %s, mark = "good", name = { th = "ก", en = "a" } }'
TIERS = '[tiers]\nsource = "made"\nstatus = "default"\nscores = %s\n'
SETTING = (
    "[settings]\n"
    '%s = { value = %s, source = "made", status = "default", name = { th = "ก", en = "a" } }\n'
)


def quantity(points: str, direction: str = "more") -> str:
    """The example with one quantity of those points."""
    more = f'direction = "{direction}"\npoints = {points}'
    return BASE + indicator_text("i", "S", "100", "quantity", more)


def rubric(*pairs: tuple[int, int]) -> str:
    """The example with a rubric of (level, score) pairs."""
    return ONE + RUBRIC % ", ".join(LEVEL % pair for pair in pairs)


FAULTS = {
    "not TOML": (ONE + "\nid = ", "N001"),
    "key twice": (ONE + '\n[sources]\nmade = "x"', "N001"),
    "unknown key": (ONE.replace("full = 100", "full = 100\ncolour = 3"), "N002"),
    "unknown key of a row": (ONE.replace('kind = "output"', 'kind = "output"\ntaget = 70'), "N002"),
    "unknown setting": (ONE + SETTING % ("targget", 3), "N002"),
    "no version": (ONE.replace('version = "1.0"', ""), "N003"),
    "no systems": (HEAD, "N003"),
    "no status": (ONE.replace('status = "recalled"', ""), "N003"),
    "weight in words": (ONE.replace("weight = 100", 'weight = "all"'), "N004"),
    "weight true": (ONE.replace("weight = 100", "weight = true"), "N004"),
    "weight not a number": (ONE.replace("weight = 100", "weight = nan"), "N004"),
    "one language": (ONE.replace('{ th = "ระบบ", en = "System" }', '{ th = "ระบบ" }'), "N004"),
    "empty language": (ONE.replace('en = "System"', 'en = " "'), "N004"),
    "systems not a list": ("systems = 3\n" + HEAD, "N004"),
    "sources not a table": ("sources = 3\n" + HEAD.replace("[sources]", "[spare]"), "N004"),
    "no source of that name": (ONE.replace('[sources]\nmade = "made for a test"', ""), "N005"),
    "unknown status": (ONE.replace('"recalled"', '"certain"'), "N005"),
    "unknown source": (ONE.replace('source = "made"\nstatus = "recalled"',
                                   'source = "him"\nstatus = "recalled"'), "N005"),
    "unknown method": (ONE.replace('"level"', '"guess"'), "N005"),
    "unknown direction": (quantity("[1, 2, 3, 4, 5]", "up"), "N005"),
    "unknown kind": (ONE.replace('"output"', '"money"'), "N005"),
    "unknown policy": (ONE + SETTING % ("na_policy", '"guess"'), "N005"),
    "weight too large": (ONE.replace("weight = 100", "weight = 100.01"), "N006"),
    "weight negative": (ONE.replace("weight = 100", "weight = -1"), "N006"),
    "target over 100": (ONE.replace('kind = "output"', 'kind = "output"\ntarget = 101'), "N006"),
    "setting negative": (ONE + SETTING % ("target", -1), "N006"),
    "code twice": (ONE + indicator_text("i", "S", "0", "level"), "N007"),
    "system called as an indicator": (ONE + indicator_text("S", "S", "0", "level"), "N007"),
    "band twice": (ONE + BAND % ", ".join([STEP % ("a", 0), STEP % ("a", 50)]), "N007"),
    "indicators add to 99.99": (BASE + indicator_text("i", "S", "99.99", "level"), "N008"),
    "systems add to 99": (ONE.replace("weight = 100", "weight = 99", 1), "N008"),
    "no such parent": (BASE + indicator_text("i", "T", "100", "level"), "N009"),
    "parent is not composite": (ONE + indicator_text("j", "i", "100", "level"), "N009"),
    "composite in a composite": (
        BASE
        + indicator_text("a", "S", "100", "composite")
        + indicator_text("b", "a", "100", "composite")
        + indicator_text("c", "b", "100", "level"),
        "N009",
    ),
    "points fall": (quantity("[1, 2, 2, 4, 5]"), "N010"),
    "four points": (quantity("[1, 2, 3, 4]"), "N010"),
    "a range of five": (quantity("[1, 2, 3, 4, 5]", "range"), "N010"),
    "a range that falls": (quantity("[1, 3, 2, 4]", "range"), "N010"),
    "no points": (BASE + indicator_text("i", "S", "100", "quantity"), "N010"),
    "points of a level": (BASE + indicator_text("i", "S", "100", "level", "points = [1]"), "N010"),
    "no boxes": (BASE + indicator_text("i", "S", "100", "tiers"), "N011"),
    "two boxes": (BASE + indicator_text("i", "S", "100", "tiers", "boxes = [3, 2]"), "N011"),
    "half a box": (BASE + indicator_text("i", "S", "100", "tiers", "boxes = [3, 2, 0.5]"), "N011"),
    "boxes of a level": (BASE + indicator_text("i", "S", "100", "level", "boxes = [3, 2]"), "N011"),
    "bands begin at 1": (ONE + BAND % STEP % ("a", 1), "N012"),
    "bands fall": (ONE + BAND % ", ".join([STEP % ("a", 0), STEP % ("b", 0)]), "N012"),
    "five levels": (rubric((0, 0), (1, 25), (2, 50), (3, 75), (4, 100)), "N013"),
    "scores fall": (rubric((0, 0), (1, 20), (2, 20), (3, 60), (4, 80), (5, 100)), "N013"),
    "best level under 100": (rubric((0, 0), (1, 20), (2, 40), (3, 60), (4, 80), (5, 90)), "N013"),
    "tiers add to 110": (ONE + TIERS % "[60, 20, 30]", "N014"),
    "two tiers": (ONE + TIERS % "[60, 40]", "N014"),
    "system without indicators": (ONE + system_text("T", "0"), "N015"),
    "composite without parts": (ONE + indicator_text("c", "S", "0", "composite"), "N015"),
}  # fmt: skip


FIRES = [f"{code} fires: {name}" for name, (_, code) in FAULTS.items()]


@pytest.mark.parametrize(("text", "code"), FAULTS.values(), ids=FIRES)
def test_each_fault_has_its_code(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_framework(text)
    assert refused.value.problem.code == code


SOUND = {
    "N001 quiet: a remark": ONE + "\n# id =",
    "N002 quiet: a known setting": ONE + SETTING % ("target", 3),
    "N003 quiet: nothing is missing": ONE,
    "N004 quiet: a weight with decimals": ONE.replace("weight = 100", "weight = 100.00"),
    "N005 quiet: a method of the list": ONE.replace('"level"', '"yesno"'),
    "N006 quiet: a target of 100": ONE.replace('kind = "output"', 'kind = "output"\ntarget = 100'),
    "N007 quiet: codes that differ by a letter": (
        BASE + indicator_text("i", "S", "50", "level") + indicator_text("j", "S", "50", "level")
    ),
    "N008 quiet: 33.34 + 33.33 + 33.33": (
        BASE
        + indicator_text("i", "S", "33.34", "level")
        + indicator_text("j", "S", "33.33", "level")
        + indicator_text("k", "S", "33.33", "level")
    ),
    "N009 quiet: a parent that is composite": (
        BASE
        + indicator_text("a", "S", "100", "composite")
        + indicator_text("b", "a", "100", "level")
    ),
    "N010 quiet: five points that rise": quantity("[1, 2, 3, 4, 5]"),
    "N010 quiet: a range with one best value": quantity("[1, 2, 2, 4]", "range"),
    "N011 quiet: three boxes": (
        BASE + indicator_text("i", "S", "100", "tiers", "boxes = [3, 2, 1]")
    ),
    "N012 quiet: bands that rise from 0": (
        ONE + BAND % ", ".join([STEP % ("a", 0), STEP % ("b", "0.01")])
    ),
    "N013 quiet: scores that rise to 100": rubric(
        (0, 0), (1, 20), (2, 40), (3, 60), (4, 80), (5, 100)
    ),
    "N014 quiet: tiers add to 100": ONE + TIERS % "[50, 30, 20]",
    "N015 quiet: every system has an indicator": ONE,
}  # fmt: skip


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_a_sound_pack_close_by_is_read(text: str) -> None:
    assert read_framework(text).indicators


def test_a_fault_names_the_row_and_the_key() -> None:
    text = example_text().replace('code = "06.1"', 'code = "06.1"\ntarget = 120')
    with pytest.raises(Refused) as refused:
        read_framework(text)
    assert refused.value.problem.values == {
        "where": "indicators 06.1",
        "key": "target",
        "found": "120",
        "low": "0",
        "high": "100",
    }


def test_a_fault_inside_a_part_is_named_as_the_pack_spells_it() -> None:
    with pytest.raises(Refused) as refused:
        read_framework(ONE + SETTING % ("target", "[1, 0.5]"))
    values = refused.value.problem.values
    assert (values["where"], values["key"], values["found"]) == (
        "settings.target",
        "value",
        "1, 0.5",
    )


def test_a_pack_takes_what_it_does_not_state_from_the_defaults() -> None:
    pack = read_framework(ONE + SETTING % ("target", 70))
    assert pack.number("target") == pack.systems[0].target == pack.indicators[0].target == 70
    assert pack.number("floor") == pack.systems[0].floor == 60
    assert len(pack.rubric) == 6


def test_every_method_is_read() -> None:
    text = (
        BASE
        + indicator_text("a", "S", "25", "composite")
        + indicator_text("a1", "a", "100", "yesno")
        + indicator_text("b", "S", "25", "tiers", "boxes = [3, 2, 1]")
        + indicator_text("c", "S", "50", "quantity", 'direction = "range"\npoints = [1, 2, 2, 3]')
    )
    pack = read_framework(text)
    assert [indicator.code for indicator in pack.leaves] == ["a1", "b", "c"]
    by_code = {indicator.code: indicator for indicator in pack.indicators}
    assert by_code["a"].method is Method.COMPOSITE
    assert by_code["b"].boxes == (3, 2, 1)
    assert by_code["c"].direction is Direction.RANGE


def test_the_fingerprint_is_of_the_figures_not_of_the_layout() -> None:
    first = read_framework(ONE)
    spaced = ONE.replace("full = 100", "\n# a remark\nfull   =   100.0")
    assert read_framework(spaced).fingerprint == first.fingerprint
    assert read_framework(ONE.replace('"System"', '"Systems"')).fingerprint != first.fingerprint


def test_a_pack_cannot_be_changed() -> None:
    pack = read_framework(ONE)
    with pytest.raises(TypeError):
        pack.settings["target"] = pack.settings["floor"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        pack.full = pack.number("floor")  # type: ignore[misc]


@pytest.mark.parametrize(("text", "code"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_worded_in_full(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_framework(text)
    for language in ("th", "en"):
        assert "…" not in message(refused.value.problem, language), code
