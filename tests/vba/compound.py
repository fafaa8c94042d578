"""A compound file as another reader has it."""

import importlib
import io
from typing import Any


def olefile(data: bytes) -> Any:
    """A compound file as olefile reads it, complaining of the smallest defect."""
    module = importlib.import_module("olefile")
    return module.OleFileIO(io.BytesIO(data), raise_defects=module.DEFECT_UNSURE)
