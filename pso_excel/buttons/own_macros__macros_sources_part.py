"""The texts of our macros: the folder ``macros/`` of the sources, or its copy in the package."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

_INSTALLED = Path(__file__).parent / "basic"
_CHECKOUT = Path(__file__).parents[2] / "macros"


def macro_sources(room: str = "") -> Mapping[str, str]:
    """Every module of ``macros/*.bas`` by its name, with ``\\n`` at the end of each line; those of
    a folder inside (``"ribbon"``, ``"libreoffice"``) when it is named.

    An installed package has them beside this file (``pyproject.toml`` puts them there); a checkout,
    also one installed to be edited, in its top folder.
    """
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    paths = sorted((folder / room).glob("*.bas"))
    return MappingProxyType({path.stem: path.read_text(encoding="utf-8") for path in paths})


def apple_script() -> tuple[str, str]:
    """Name and text of the script by which Excel on macOS starts the command."""
    folder = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    (path,) = folder.glob("*.applescript")
    return path.name, path.read_text(encoding="utf-8")
