"""The relationships of a part: which parts it leads to, and of which kind."""

from typing import NamedTuple

from pso_excel.books.reading.limits import refuse, refuse_more_than
from pso_excel.books.reading.markup import PACKAGE_RELATIONS, Attributes, parse, tags
from pso_excel.books.reading.package import Package, resolve


class Relation(NamedTuple):
    """One relationship: its kind (``"worksheet"``), the part, or empty when it leads outside."""

    kind: str
    part: str


def read_relations(package: Package, source: str = "") -> dict[str, Relation]:
    """The relationships of ``source`` (empty: of the package) by id; none when it has none.

    Nothing outside the package is ever opened. Refuses F027 when a target leaves the package, F024
    when there are more than there can be parts, F038 when one id stands for two.
    """
    folder, _, base = source.rpartition("/")
    part = f"{folder}/_rels/{base}.rels".lstrip("/")
    found: dict[str, Relation] = {}

    def relationship(attributes: Attributes) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        inside = attributes.get("TargetMode") != "External"
        target = resolve(source, attributes.get("Target", "")) if inside else ""
        id = attributes.get("Id", "")
        if id in found:
            refuse("F038", part=part)
        found[id] = Relation(kind, target)
        if len(found) > package.limits.parts:
            refuse_more_than("F024", package.limits.parts, n=f"{len(found):,}")

    if part in package:
        starts = tags(PACKAGE_RELATIONS, {"Relationship": relationship})
        parse(package, part, starts)
    return found


def parts_of_kind(relations: dict[str, Relation], kind: str, package: Package) -> list[str]:
    """The existing parts of one kind."""
    return [
        relation.part
        for relation in relations.values()
        if relation.kind == kind and relation.part in package
    ]
