"""One folder a released version of the template: workbooks as they were made, filled and kept, and
``typed.json``, what was typed into them by table, row and field (words of choices, plain texts)."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
VERSIONS = tuple(sorted(int(path.name) for path in FOLDER.iterdir() if path.name.isdecimal()))


@dataclass(frozen=True, eq=False)
class Released:
    """A workbook of a released version: ``typed`` is by table, row id (``"@"`` of a record) and
    field; ``official`` its score as a fraction when it was released (``"None"``: it has none),
    ``codes`` what was told."""

    version: int
    name: str
    language: str
    framework: str
    stage: str
    official: str
    codes: tuple[str, ...]
    typed: dict[str, dict[str, dict[str, str]]]

    @property
    def data(self) -> bytes:
        """The workbook."""
        return (FOLDER / str(self.version) / f"{self.name}.xlsx").read_bytes()


@cache
def released() -> tuple[Released, ...]:
    """Every kept workbook of every version."""
    found: list[Released] = []
    for version in VERSIONS:
        facts: dict[str, Any] = json.loads(
            (FOLDER / str(version) / "typed.json").read_text("utf-8")
        )
        for name, fact in facts.items():
            rest: dict[str, Any] = {**fact, "codes": tuple(fact["codes"])}
            found.append(Released(version=version, name=name, **rest))
    return tuple(found)
