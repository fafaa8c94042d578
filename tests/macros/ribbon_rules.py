"""What Microsoft's schema of the ribbon (``customUI14.xsd``, namespace 2009/07) asks of the few
elements that our tab is made of. Excel shows no tab at all, and no error, when it is not met."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from typing import NamedTuple

NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"


class Allowed(NamedTuple):
    """What may stand in an element: attributes, of which the first must, and children."""

    attributes: tuple[str, ...]
    children: tuple[str, ...] = ()


PLACED = ("insertAfterMso", "insertBeforeMso", "visible", "getVisible")
SHOWN = ("imageMso", "image", "screentip", "supertip", "label", "keytip", *PLACED)
ELEMENTS: Mapping[str, Allowed] = {
    "customUI": Allowed(("",), ("ribbon",)),
    "ribbon": Allowed(("",), ("tabs",)),
    "tabs": Allowed(("",), ("tab",)),
    "tab": Allowed(("id", "label", "keytip", "tag", *PLACED), ("group",)),
    "group": Allowed(("id", *SHOWN), ("button",)),
    "button": Allowed(("id", "onAction", "size", "tag", "enabled", "description", *SHOWN)),
}
STRING = ".{1,1024}"
VALUES: Mapping[str, str] = {
    "id": r"[A-Za-z_][A-Za-z0-9_.\-]{0,1023}",  # xsd:ID, of which we need only ASCII
    "keytip": "[A-Z0-9]{1,3}",
    "size": "normal|large",
    "label": STRING,
    "screentip": STRING,
    "supertip": STRING,
    "onAction": STRING,
    "insertAfterMso": "TabView",
}
IMAGES = frozenset(
    {
        "CalculateNow",
        "ConditionalFormattingDataBarsGallery",
        "Consolidate",
        "DataValidation",
        "FileSendAsAttachment",
        "GoalSeek",
        "RefreshAll",
        "Spelling",
    }
)
"""Of Microsoft's lists of Excel's controls, those that are in 2013 and in today's."""


def faults(text: str) -> list[str]:
    """What in the XML of a ribbon is against the schema, or has no effect; empty when all is well.
    ParseError when it is no XML."""
    root = ET.fromstring(text)
    if root.tag != f"{NAMESPACE}customUI":
        return [f"{root.tag} is no customUI"]
    return [*_of(root), *_twice(root)]


def _of(element: ET.Element) -> Iterator[str]:
    name = element.tag.removeprefix(NAMESPACE)
    allowed = ELEMENTS[name]
    if allowed.attributes[0] and allowed.attributes[0] not in element.attrib:
        yield f"{name} lacks {allowed.attributes[0]}"
    for attribute, value in element.attrib.items():
        if attribute not in allowed.attributes:
            yield f"{name} has no {attribute}"
        elif not re.fullmatch(VALUES.get(attribute, ".*"), value):
            yield f"{name} cannot have {attribute} {value!r}"
        elif attribute == "imageMso" and value not in IMAGES:
            yield f"no picture is called {value}"
    for child in element:
        inner = child.tag.removeprefix(NAMESPACE)
        if inner in allowed.children:
            yield from _of(child)
        else:
            yield f"{name} holds no {inner}"


def _twice(root: ET.Element) -> Iterator[str]:
    """The same id anywhere, or the same key within a tab, stands twice."""
    for attribute, elements in (("id", root.iter()), ("keytip", root.iter(f"{NAMESPACE}button"))):
        found = [element.attrib[attribute] for element in elements if attribute in element.attrib]
        yield from (f"{attribute} {text} twice" for text in set(found) if found.count(text) > 1)
