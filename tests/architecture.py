"""The parts of docs/architecture.md that are made from the code: ``make architecture``."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

from tests.house import road_of_a_cell
from tests.test_floors import FILES, MAY_USE, folder_of, sources

PAGE = Path(__file__).parent.parent / "docs" / "architecture.md"


def floors() -> Mapping[str, int]:
    """How high each folder stands: one above the highest that it may import."""
    found: dict[str, int] = {}
    while len(found) < len(MAY_USE):
        for folder, below in MAY_USE.items():
            if below <= found.keys():
                found[folder] = 1 + max((found[name] for name in below), default=0)
    return found


def purpose(folder: str) -> str:
    """The first sentence of a folder's docstring."""
    module = "pso_excel" if folder == "__init__" else f"pso_excel.{folder}"
    text = " ".join((ast.get_docstring(sources()[module]) or "").split("\n\n")[0].split())
    return re.sub(r":class:(`\w+`)", r"\1", re.sub(r"``([^`]*)``", r"`\1`", text))


def rooms() -> str:
    """The table of rooms, from the ground up."""
    sizes = dict.fromkeys(MAY_USE, 0)
    for module in FILES:
        sizes[folder_of(module)] += 1
    lines = ["| floor | room | files | what it is |", "|---|---|---|---|"]
    for folder, floor in sorted(floors().items(), key=lambda pair: pair[1]):
        lines.append(f"| {floor} | `{folder}` | {sizes[folder]} | {purpose(folder)} |")
    return "\n".join(lines)


def cell() -> str:
    """The road of a cell, a line a call."""
    steps = [call.partition(":") for call in road_of_a_cell()]
    return "\n".join(
        f"{number}. `{path}`: `{name.replace('.<locals>', '')}`"
        for number, (path, _, name) in enumerate(steps, 1)
    )


def page() -> str:
    """The page with its made parts as they are today."""
    text = PAGE.read_text(encoding="utf-8")
    for name, part in (("rooms", rooms()), ("cell", cell())):
        made = f"<!-- {name} -->\n{part}\n<!-- end -->"
        text, count = re.subn(
            rf"<!-- {name} -->\n.*?<!-- end -->", lambda _, made=made: made, text, flags=re.S
        )
        assert count == 1, name
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
