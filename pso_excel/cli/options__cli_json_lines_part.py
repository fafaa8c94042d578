"""What ``--json`` prints: one object on a line."""

import json

from pso_excel.core.safe_text import ascii_safe


def print_json(found: object) -> None:
    """One object on a line; characters that a terminal would obey are escaped."""
    print(ascii_safe(json.dumps(found, ensure_ascii=False)), flush=True)
