"""A folder of broken and hostile files: every known kind, then changes of valid forms by seed."""

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.books.test_reading_hostile import INSIDE, KINDS, LOOKS_LIKE
from tests.hostile.bases import STAGES, base
from tests.hostile.explosions import EXPLOSIONS
from tests.hostile.mutations import mutated
from tests.hostile.zip_mutations import zipped
from tests.xlsx.untrusted import Make

OUTSIDE = "ข้างนอก.xlsx"
LONG_NAME = "ก" * 80


def known_files() -> Iterator[tuple[str, Make, str]]:
    """Every kind that has a name: what the file is called, its bytes, its code (empty: read)."""
    for number, (name, (make, code)) in enumerate((KINDS | INSIDE).items()):
        yield f"a{number:03d} {name}.xlsx", make, code
    for number, kind in enumerate(LOOKS_LIKE):
        yield (
            f"b{number:03d} looks like {kind[1:]}.xlsx",
            lambda kind=kind: LOOKS_LIKE[kind],
            "F003",
        )
    for number, (name, (make, code)) in enumerate(EXPLOSIONS.items()):
        yield f"c{number:03d} {name}.xlsx", make, code


def changed_file(seed: int) -> bytes:
    """A valid form of some stage, changed."""
    chance = Random(seed)
    if seed % 10 == 9:
        whole = zipped(base(STAGES[seed % len(STAGES)]))
        return whole[: chance.randrange(len(whole))]
    return mutated(chance, base(STAGES[seed % len(STAGES)]), 6)


def write_hostile(folder: Path, count: int) -> dict[str, str]:
    """Write so many files; gives the names of the known ones with their codes."""
    folder.mkdir(parents=True, exist_ok=True)
    expected = write_odd_entries(folder)
    for name, make, code in known_files():
        (folder / name).write_bytes(make())
        expected[name] = code
    for seed in range(count - len(expected)):
        (folder / f"d{seed:04d} changed.xlsx").write_bytes(changed_file(seed))
    return expected


def write_odd_entries(folder: Path) -> dict[str, str]:
    """What is no file, or has a name of its own kind; gives their codes."""
    good = zipped(base("S01"))
    outside = folder.parent / OUTSIDE
    outside.write_bytes(good)
    (folder / "e link.xlsx").symlink_to(outside)
    (folder / "e nothing.xlsx").symlink_to(folder / "gone.xlsx")
    (folder / "e ring.xlsx").symlink_to(folder / "e ring.xlsx")
    os.mkfifo(folder / "e pipe.xlsx")
    inner = folder / "e folder.xlsx"
    inner.mkdir()
    (inner / "inside.xlsx").write_bytes(good)
    names = {
        "~$e owner.xlsx": "",
        "e.tmp": "F015",
        "Thumbs.db": "F015",
        ".e hidden.xlsx": "F015",
        "e \u202exslx.pso.xlsx": "",
        f"{LONG_NAME}.xlsx": "",
        "e 'quoted' & <b>.xlsx": "",
        "e [red]bold.xlsx": "",
        "e line\nbreak.xlsx": "",
    }
    for name in names:
        (folder / name).write_bytes(good)
    links = {"e link.xlsx": "F041", "e pipe.xlsx": "F041", "e folder.xlsx/inside.xlsx": ""}
    return names | links
