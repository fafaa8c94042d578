"""The tab of the add-in: as Microsoft's schema wants it, and Thai first."""

import xml.etree.ElementTree as ET

import pytest

from pso_excel.buttons import COMMANDS, GROUPS
from pso_excel.buttons.excel_addin import callback, ribbon
from pso_excel.live.request import Action
from tests.macros.ribbon_rules import NAMESPACE, faults

TEXT = ribbon()
BUTTONS = [dict(element.attrib) for element in ET.fromstring(TEXT).iter(f"{NAMESPACE}button")]


def test_the_tab_is_as_the_schema_wants_it() -> None:
    assert faults(TEXT) == []


@pytest.mark.parametrize(
    ("changed", "into", "fault"),
    [
        ('id="PsoTab"', 'id="P S"', "tab cannot have id 'P S'"),
        ('id="PsoTab" ', "", "tab lacks id"),
        ('keytip="C"', 'keytip="CHEC"', "button cannot have keytip 'CHEC'"),
        ('keytip="C"', 'keytip="ต"', "button cannot have keytip 'ต'"),
        ('keytip="C"', 'keytip="S"', "keytip S twice"),
        ("PsoButtonScore", "PsoButtonCheck", "id PsoButtonCheck twice"),
        ('size="large"', 'size="huge"', "button cannot have size 'huge'"),
        ("GoalSeek", "GoalSeeks", "no picture is called GoalSeeks"),
        ("onAction", "onClick", "button has no onClick"),
        ('label="ร่างแผน"', 'label=""', "button cannot have label ''"),
        ('label="ร่างแผน"', f'label="{"ก" * 1025}"', f"button cannot have label '{'ก' * 1025}'"),
        ("<button", '<menu id="m"/><button', "group holds no menu"),
        ("2009/07", "2006/01", "{http://schemas.microsoft.com/office/2006/01/customui}customUI"),
    ],
)
def test_a_tab_that_excel_would_drop_is_found(changed: str, into: str, fault: str) -> None:
    assert changed in TEXT
    assert any(found.startswith(fault) for found in faults(TEXT.replace(changed, into, 1)))


def test_every_action_has_its_button_in_the_order_of_the_groups() -> None:
    assert [entry["onAction"] for entry in BUTTONS] == [callback(command) for command in COMMANDS]
    assert [command.action for command in COMMANDS] == [*Action]
    assert sorted(COMMANDS, key=lambda command: GROUPS.index(command.group)) == list(COMMANDS)


def test_captions_are_thai_with_english_beside_in_the_tips() -> None:
    for button, command in zip(BUTTONS, COMMANDS, strict=True):
        assert button["label"] == command.caption.th
        assert not button["label"].isascii()
        assert command.caption.en in button["screentip"]
        assert command.tip.th in button["supertip"]
        assert command.tip.en in button["supertip"]
