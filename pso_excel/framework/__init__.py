"""What is assessed, as data: packs in TOML, read and proved sound."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pso_excel.core.expected import expect
from pso_excel.framework.pack import Framework
from pso_excel.framework.parser import Table, build_framework, completed, parse, refusal

IDS = ("pso", "pmqa4")
PROPERTY = "PSO_FRAMEWORK"
_PACKS = Path(__file__).with_name("packs")


def frameworks() -> tuple[str, ...]:
    """The ids of the packs that come with the program; the first is the usual one."""
    return IDS


def load_framework(framework_id: str = "pso") -> Framework:
    """The packaged framework of that id, read once; refused with N016 when there is none, TypeError
    for what is no text."""
    expect("id", framework_id, str)
    return _packaged(framework_id)


@cache
def _packaged(framework_id: str) -> Framework:
    if framework_id not in IDS:
        raise refusal("N016", id=framework_id, known=", ".join(IDS))
    return build_framework(completed(parse(_text(framework_id)), _defaults()))


def read_framework(text: str) -> Framework:
    """A framework from the text of a pack (TOML), checked whole.

    What the pack leaves out (rubric, bands, tiers, readiness, single settings) is taken from the
    program's defaults, each with its own source and status. Raises :class:`Refused` with a code of
    the N series at the first fault. A pack that comes with the program is checked by its tests and
    loaded without, since pydantic is slow to import.
    """
    from pso_excel.framework.pack_model import check_tables
    from pso_excel.framework.parser import check_sound

    tables = completed(parse(text), _defaults())
    check_tables(tables)
    framework = build_framework(tables)
    check_sound(framework)
    return framework


def framework_of(names: Mapping[str, str], properties: Mapping[str, str]) -> Framework:
    """The framework a workbook says it was made for (``"pso@1.0"``), the usual one if it is silent.

    Only the id chooses: whether the version is the round's is a rule's business (H214).
    """
    edition = properties.get(PROPERTY) or names.get(PROPERTY, "").strip('="')
    framework_id = edition.partition("@")[0].strip()
    return load_framework(framework_id if framework_id and "!" not in framework_id else IDS[0])


def _text(name: str) -> str:
    return (_PACKS / f"{name}.toml").read_text(encoding="utf-8")


@cache
def _defaults() -> Table:
    return parse(_text("defaults"))


__all__ = ["framework_of", "frameworks", "load_framework", "read_framework"]
