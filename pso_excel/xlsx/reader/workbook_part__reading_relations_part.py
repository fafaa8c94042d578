"""The relationships of parts: which other parts each leads to, of which kind, and where outside."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pso_excel.core.problem import Refused
from pso_excel.xlsx.reader.limits import refuse, refuse_more_than
from pso_excel.xlsx.reader.package import Package, resolve
from pso_excel.xlsx.reader.xml_parser import (
    OFFICE_RELATIONS,
    PACKAGE_RELATIONS,
    Attributes,
    Shape,
    named,
    parse,
    tags,
)

_FOLDER, _ENDING = "_rels/", ".rels"
_INSIDE = "Internal"
_BASE = "http://www.w3.org/XML/1998/namespace base"
"""Would make targets lead elsewhere than they say; no program writes it."""
_SHAPE = Shape(
    named(PACKAGE_RELATIONS, "Relationships"),
    tags(PACKAGE_RELATIONS, {"Relationships": (1,), "Relationship": (2,)}),
)
_READ = frozenset(
    (
        *("officeDocument", "worksheet", "sharedStrings", "styles"),
        *("custom-properties", "extended-properties"),
    )
)
"""Kinds of parts that values are read from: of these the whole type counts, not its last word."""
_STRICT = {"customProperties": "custom-properties", "extendedProperties": "extended-properties"}


class Relation(NamedTuple):
    """One relationship of the part ``source``: its kind (``"worksheet"``), and the part it leads
    to, or, where it leads outside the package, empty and the ``target`` as written."""

    kind: str
    part: str
    target: str = ""
    source: str = ""
    id: str = ""


def read_relations(package: Package, source: str = "") -> dict[str, Relation]:
    """The relationships of ``source`` (empty: of the package) by id; none when it has none.

    Nothing outside the package is ever opened. Refuses F027 when values would be read from outside
    the package, F024 when there are more than there can be parts, F038 when one id stands for two.
    """
    folder, slash, base = source.rpartition("/")
    part = f"{folder}{slash}{_FOLDER}{base}{_ENDING}"
    return _relations(package, part, source) if part in package else {}


def every_relation(
    package: Package, known: Mapping[str, Mapping[str, Relation]]
) -> Iterator[Relation]:
    """The relationships of all parts, wherever those stand; those ``known`` already, by the part
    they belong to, are not read again. Refusals as of the one part."""
    for part in package.parts:
        folder, among, name = part.rpartition(_FOLDER)
        if among and name.endswith(_ENDING) and (not folder or folder.endswith("/")):
            source = folder + name.removesuffix(_ENDING)
            yield from (known.get(source) or _relations(package, part, source)).values()


def _relations(package: Package, part: str, source: str) -> dict[str, Relation]:
    found: dict[str, Relation] = {}

    def base_moved(attributes: Attributes) -> None:
        if _BASE in attributes:
            refuse("F027", part=attributes[_BASE][:80])

    def relationship(attributes: Attributes) -> None:
        base_moved(attributes)
        id = attributes.get("Id", "")
        if id in found:
            refuse("F038", part=part)
        found[id] = _relation(attributes, source, id)
        if len(found) > package.limits.parts:
            refuse_more_than("F024", package.limits.parts, n=f"{len(found):,}")

    starts = {"Relationships": base_moved, "Relationship": relationship}
    parse(package, part, tags(PACKAGE_RELATIONS, starts), shape=_SHAPE)
    return found


def _relation(attributes: Attributes, source: str, id: str) -> Relation:
    base, _, name = attributes.get("Type", "").rpartition("/")
    kind, target = _STRICT.get(name, name), attributes.get("Target", "")
    if kind in _READ and base not in OFFICE_RELATIONS:
        kind = ""
    if attributes.get("TargetMode", _INSIDE) != _INSIDE:
        return Relation(kind, "", target, source, id)
    if target.startswith("#"):
        return Relation(kind, "", "", source, id)
    try:
        return Relation(kind, resolve(source, target), "", source, id)
    except Refused:
        if kind in _READ:
            raise
        return Relation(kind, "", target, source, id)


def parts_of_kind(relations: dict[str, Relation], kind: str, package: Package) -> list[str]:
    """The existing parts of one kind."""
    return [
        relation.part
        for relation in relations.values()
        if relation.kind == kind and relation.part in package
    ]


def part_of_kind(relations: dict[str, Relation], kind: str, package: Package) -> str:
    """The one part of a kind there can be only one of, empty when there is none; refuses F038
    two."""
    found = {*parts_of_kind(relations, kind, package)}
    if len(found) > 1:
        refuse("F038", part=f"{kind}: {', '.join(sorted(found))[:120]}")
    return found.pop() if found else ""
