"""An index of packages as small as can be, on disk: what pip installs from, without a network."""

import zipfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path


def wheel(folder: Path, name: str, version: str, metadata: Iterable[str] = ()) -> Path:
    """Write a wheel of one empty module; ``metadata`` are further lines of its METADATA."""
    info = f"{name}-{version}.dist-info"
    described = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *metadata]
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(f"{name}.py", "")
        package.writestr(f"{info}/METADATA", "\n".join(described) + "\n")
        package.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        package.writestr(f"{info}/RECORD", f"{name}.py,,\n")
    return path


def small_index(folder: Path, releases: Iterable[tuple[str, str, list[str]]]) -> dict[str, Path]:
    """An index in ``folder`` of these releases (name, version, further metadata).

    Returns the wheels by ``name==version``.
    """
    wheels: dict[str, Path] = {}
    for name, version, metadata in releases:
        page = folder / name / "index.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        made = wheel(page.parent, name, version, metadata)
        with page.open("a", encoding="utf-8") as links:
            links.write(f'<a href="{made.name}">{made.name}</a>\n')
        wheels[f"{name}=={version}"] = made
    return wheels


def locked(wheels: dict[str, Path], *pins: str) -> str:
    """The text of a lock file with hashes."""
    lines: Iterator[str] = (
        f"{pin} --hash=sha256:{sha256(wheels[pin].read_bytes()).hexdigest()}\n" for pin in pins
    )
    return "".join(lines)
