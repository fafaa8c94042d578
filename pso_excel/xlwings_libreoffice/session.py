"""A connection to a running LibreOffice: its desktop, and UNO's ways of making values."""

import importlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pso_excel.core.problem import Problem, Refused

DEBIAN_PACKAGES = "/usr/lib/python3/dist-packages"
"""Where Debian and Ubuntu keep ``python3-uno``, built for the Python of the distribution."""


def load_uno() -> Any:
    """The module ``uno``: of this Python (LibreOffice's own has it), else Debian's, whose folder is
    on the path no longer than the import lasts.

    Refused (U009) when it is not installed or was built for another minor version of Python.
    """
    try:
        return importlib.import_module("uno")
    except ImportError as error:
        if not Path(DEBIAN_PACKAGES, "uno.py").is_file():
            raise _refused(error) from error
    sys.path.append(DEBIAN_PACKAGES)
    try:
        return importlib.import_module("uno")
    except ImportError as error:
        raise _refused(error) from error
    finally:
        sys.path.remove(DEBIAN_PACKAGES)


def _refused(error: ImportError) -> Refused:
    version = f"Python {sys.version_info.major}.{sys.version_info.minor}"
    return Refused(Problem("U009", values={"reason": f"{error} ({version})"}))


@dataclass(frozen=True, slots=True)
class Session:
    """``desktop`` lists and opens documents; ``context`` makes services."""

    uno: Any
    context: Any
    desktop: Any

    @classmethod
    def begin(cls, context: Any) -> Self:
        """From the component context that :func:`connect` gives."""
        return cls(load_uno(), context, service(context, "com.sun.star.frame.Desktop"))

    def options(self, **values: object) -> tuple[Any, ...]:
        """UNO's way of writing keyword arguments."""
        structs: list[Any] = []
        for name, value in values.items():
            struct = self.uno.createUnoStruct("com.sun.star.beans.PropertyValue")
            struct.Name, struct.Value = name, value
            structs.append(struct)
        return tuple(structs)

    def locale(self, language: str, country: str) -> Any:
        """A locale, such as ``("en", "US")``."""
        return self.uno.createUnoStruct("com.sun.star.lang.Locale", language, country, "")

    def url(self, path: Path | str) -> str:
        """The address of a file, which need not exist."""
        return str(self.uno.systemPathToFileUrl(str(Path(path).absolute())))


def service(context: Any, name: str) -> Any:
    """A new service of the program."""
    return context.ServiceManager.createInstanceWithContext(name, context)
