"""The document's own properties: the custom ones, and the program that saved it."""

from pso_excel.books.reading.markup import CUSTOM, EXTENDED, VARIANT_TYPES, Attributes, parse, tags
from pso_excel.books.reading.package import Package
from pso_excel.books.reading.texts import Gathered

_TYPES = (
    "lpwstr", "lpstr", "bstr", "i1", "i2", "i4", "int", "ui4", "uint", "r8", "bool", "date",
    "filetime",
)  # fmt: skip


def read_custom(package: Package, part: str) -> dict[str, str]:
    """The custom document properties by name, each as text."""
    found: dict[str, str] = {}
    value = Gathered(package.budget)
    name = ""

    def begin(attributes: Attributes) -> None:
        nonlocal name
        name = attributes.get("name", "")

    def end() -> None:
        found[name] = value.take()

    starts = tags(CUSTOM, {"property": begin})
    starts |= tags(VARIANT_TYPES, dict.fromkeys(_TYPES, value.open))
    ends = tags(CUSTOM, {"property": end})
    ends |= tags(VARIANT_TYPES, dict.fromkeys(_TYPES, value.close))
    parse(package, part, starts, ends, value.add)
    return found


def read_application(package: Package, part: str) -> str:
    """The name of the program that saved the file, such as ``Microsoft Excel``."""
    name = Gathered(package.budget)
    parse(
        package,
        part,
        tags(EXTENDED, {"Application": name.open}),
        tags(EXTENDED, {"Application": name.close}),
        name.add,
    )
    return name.take().strip()
