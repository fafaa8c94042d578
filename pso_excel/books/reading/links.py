"""The names of other workbooks that formulas refer to; they are never opened."""

from pso_excel.books.reading.markup import PACKAGE_RELATIONS, Attributes, parse, tags
from pso_excel.books.reading.package import Package

_LINKS = "/externallinks/_rels/"
_LONGEST = 120


def link_targets(package: Package) -> tuple[str, ...]:
    """The file name of each workbook linked to, once each, without the folders it lies in: they
    name people and computers."""
    found: dict[str, None] = {}

    def relationship(attributes: Attributes) -> None:
        name = _file_name(attributes.get("Target", ""))
        if name and attributes.get("TargetMode") == "External":
            found[name] = None

    for part in package.parts:
        if _LINKS in part:
            parse(package, part, tags(PACKAGE_RELATIONS, {"Relationship": relationship}))
    return tuple(found)


def _file_name(target: str) -> str:
    from urllib.parse import unquote  # it is slow to load, and seldom needed

    path = unquote(target).replace("\\", "/").rstrip("/")
    return path.rpartition("/")[2][:_LONGEST]
