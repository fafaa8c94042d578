"""Small packs for tests: the office of the worked example (domain study F.2) among them."""

from pso_excel.framework import read_framework
from pso_excel.framework.pack import Framework

HEAD = """
id = "small"
version = "1.0"
name = { th = "ตัวอย่าง", en = "Example" }
short = { th = "ตัวอย่าง", en = "Example" }
notice = { th = "ตัวอย่าง", en = "Example" }
full = 100
source = "made"
status = "default"

[sources]
made = "made for a test"

[weights]
source = "made"
status = "default"
"""

LEVELS = "level"
QUANTITY = (
    'quantity"\ndirection = "more"\npoints = [75, 80, 85, 90, 95]'
    '\nunit = { th = "ร้อยละ", en = "%" } # "'
)

EXAMPLE_SYSTEMS = {"SYS-01": "30", "SYS-06": "20", "SYS-07": "30", "SYS-08": "20"}
EXAMPLE_INDICATORS = (
    ("01.1", "SYS-01", "50", LEVELS),
    ("01.2", "SYS-01", "30", QUANTITY),
    ("01.3", "SYS-01", "20", LEVELS),
    ("06.1", "SYS-06", "60", LEVELS),
    ("06.2", "SYS-06", "40", LEVELS),
    ("07.1", "SYS-07", "100", LEVELS),
    ("08.1", "SYS-08", "40", LEVELS),
    ("08.2", "SYS-08", "60", LEVELS),
)


def system_text(code: str, weight: str, more: str = "") -> str:
    """One system of a pack."""
    return f"""
[[systems]]
code = "{code}"
name = {{ th = "ระบบ", en = "System" }}
short = {{ th = "ระบบ", en = "System" }}
weight = {weight}
source = "made"
status = "recalled"
{more}
"""


def indicator_text(code: str, parent: str, weight: str, method: str, more: str = "") -> str:
    """One indicator of a pack."""
    return f"""
[[indicators]]
code = "{code}"
parent = "{parent}"
name = {{ th = "ตัวชี้วัด", en = "Indicator" }}
kind = "output"
weight = {weight}
source = "made"
status = "default"
method = "{method}"
{more}
"""


def example_text() -> str:
    """The pack of the worked example, as its author would type it."""
    systems = [system_text(code, weight) for code, weight in EXAMPLE_SYSTEMS.items()]
    return "".join([HEAD, *systems, *(indicator_text(*row) for row in EXAMPLE_INDICATORS)])


def example() -> Framework:
    """The framework of the worked example."""
    return read_framework(example_text())
