"""The extension for LibreOffice as a package: whole, the same everywhere, in two languages."""

import re
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from pso_excel.buttons import COMMANDS
from pso_excel.buttons.libreoffice_extension import (
    CALC,
    IDENTIFIER,
    LIBRARY,
    MINIMAL,
    basic_modules,
    extension,
    script_url,
)
from pso_excel.core.bilingual import Bilingual
from pso_excel.core.messages import term
from tests.xlsx.packages import parts

ROOT = Path(__file__).parents[2]
DATA = extension()
PARTS = parts(DATA)
SUB = re.compile(r"^Sub (\w+)$", re.MULTILINE)
OWN = "{http://openoffice.org/2001/registry}"
ABOUT = "{http://openoffice.org/extensions/description/2006}"
MANIFEST = "{http://openoffice.org/2001/manifest}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def prop(node: ET.Element, name: str) -> list[ET.Element]:
    """The values of a property of a node of configuration, one for each language."""
    return node.findall(f"prop[@{OWN}name='{name}']/value")


def entries() -> list[ET.Element]:
    """Every node of menu and toolbar that runs a macro."""
    nodes = ET.fromstring(PARTS["Addons.xcu"]).iter("node")
    return [
        node
        for node in nodes
        if any("script:" in (element.text or "") for element in prop(node, "URL"))
    ]


def test_it_is_the_same_to_the_byte() -> None:
    assert extension() == DATA


@pytest.mark.parametrize("name", [name for name in PARTS if not name.endswith(".txt")])
def test_every_part_is_well_formed(name: str) -> None:
    assert PARTS[name].startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert len(ET.fromstring(PARTS[name]).tag) > 0


def test_no_part_knows_where_it_was_made() -> None:
    whole = b"".join(PARTS.values())
    assert str(ROOT).encode() not in whole
    assert not re.search(rb"file:///|/home/|/root/|/tmp/|[A-Z]:\\\\", whole)


def test_the_manifest_names_parts_that_are_there() -> None:
    manifest = ET.fromstring(PARTS["META-INF/manifest.xml"])
    paths = [str(element.get(f"{MANIFEST}full-path")) for element in manifest]
    assert len(paths) == 3
    assert all(any(name.startswith(path) for name in PARTS) for path in paths)


def test_the_version_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    about = ET.fromstring(PARTS["description.xml"])
    value = {element.tag.removeprefix(ABOUT): element.get("value") for element in about}
    assert (value["identifier"], value["version"]) == (IDENTIFIER, project["version"])
    assert f'LibreOffice-minimal-version value="{MINIMAL}"'.encode() in PARTS["description.xml"]
    assert all(project["license"] in PARTS[f"about/{name}.txt"].decode() for name in ("th", "en"))


def test_its_name_is_told_in_both_languages() -> None:
    names = {
        element.get("lang"): element.text
        for element in ET.fromstring(PARTS["description.xml"]).iter(f"{ABOUT}name")
    }
    assert Bilingual(str(names["th"]), str(names["en"])) == term("live_extension")


def test_menu_and_toolbar_run_each_action_in_both_languages() -> None:
    found = [
        (
            str(prop(node, "URL")[0].text),
            {element.get(LANGUAGE): element.text for element in prop(node, "Title")},
        )
        for node in entries()
    ]
    wanted = [
        (script_url(command.macro), {"en-US": command.caption.en, "th": command.caption.th})
        for command in COMMANDS
    ]
    assert found == wanted * 2
    assert {prop(node, "Context")[0].text for node in entries()} == {CALC}


def test_every_entry_runs_a_sub_that_is_there() -> None:
    subs = SUB.findall(basic_modules()["PsoMenu"])
    assert subs == [command.macro for command in COMMANDS]
    for command in COMMANDS:
        assert f'Sub {command.macro}\n\tPsoPress "{command.action}"\n' in basic_modules()["PsoMenu"]


def test_the_library_lists_its_modules_and_keeps_their_text() -> None:
    index = ET.fromstring(PARTS[f"{LIBRARY}/script.xlb"])
    assert [list(element.attrib.values()) for element in index] == [
        [name] for name in basic_modules()
    ]
    for name, text in basic_modules().items():
        assert ET.fromstring(PARTS[f"{LIBRARY}/{name}.xba"]).text == text


def test_the_sources_are_ascii_and_what_is_said_is_thai_first() -> None:
    modules = dict(basic_modules())
    said = modules.pop("PsoWords")
    assert all(text.isascii() for text in modules.values())
    asked = set(re.findall(r'PsoSays\("(\w+)"\)', "".join(modules.values())))
    assert asked == {"busy", "missing", "slow"}
    for key in asked:
        words = term(f"button_{key}")
        assert f'\tCase "{key}"\n\t\tPsoSays = "{words.th} · {words.en}"\n' in said
    for command in COMMANDS:
        assert f'\tCase "working {command.action}"\n' in said
        assert f'\tCase "title {command.action}"\n' in said
