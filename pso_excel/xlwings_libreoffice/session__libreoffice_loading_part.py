"""Loading ``uno``, LibreOffice's link to Python, which no package registry carries."""

import importlib
import sys
from pathlib import Path
from typing import Any

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
