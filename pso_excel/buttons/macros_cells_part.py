"""The cells by which the macro of a button and the command speak with each other, as defined names.

``PSO_PRESS`` holds ``press <token>`` once a button is pressed, ``began <token>`` when the command
has found the workbook, ``done <token> <exit code>`` at the end; ``PSO_STATUS`` is the line that
people read. Which program is started stands nowhere in a workbook (``registering``).
"""

from collections.abc import Mapping

PRESS, STATUS = "PSO_PRESS", "PSO_STATUS"
SAYINGS: Mapping[str, str] = {
    "PSO_SAY_WORKING": "button_working",
    "PSO_SAY_MISSING": "button_missing",
    "PSO_SAY_SLOW": "button_slow",
    "PSO_SAY_BUSY": "button_busy",
}
"""What the macros say by themselves: a cell each, with the label of its sentence."""
SECONDS: Mapping[str, int] = {"PSO_WAIT_BEGAN": 15, "PSO_WAIT_DONE": 120}
"""How long the macros wait for the command to begin, and for it to end."""
