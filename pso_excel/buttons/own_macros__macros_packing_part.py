"""A package of parts, always the same bytes for the same parts."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of the parts by their path, in the order given; texts are written as UTF-8."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for path, content in parts.items():
            entry = zipfile.ZipInfo(path, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the machine that packs would show
            package.writestr(entry, content)
    return target.getvalue()
