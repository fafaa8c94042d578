"""What can be done from a button, the ribbon or a menu: written once, for all of them."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from pso_excel.core.bilingual import Bilingual
from pso_excel.core.messages import term

VERSION = "2"
"""The version of the macros, which they tell the command they start."""


Group = Literal["work", "send", "province"]
GROUPS: tuple[Group, ...] = ("work", "send", "province")


class Command(NamedTuple):
    """One action of the menus.

    ``action`` is its word on the command line (``pso-excel live check``), ``macro`` the Sub that a
    button calls, ``keytip`` its letter in the ribbon, ``image`` the name of one of Office's own
    pictures (imageMso: in Microsoft's lists of Excel's controls since Office 2013).
    """

    action: str
    macro: str
    group: Group
    keytip: str
    image: str

    @property
    def caption(self) -> Bilingual:
        """What the button says."""
        return term(f"live_{self.action}")

    @property
    def tip(self) -> Bilingual:
        """What it does, in one sentence."""
        return term(f"live_{self.action}_tip")


COMMANDS: tuple[Command, ...] = (
    Command("check", "PsoCheck", "work", "C", "DataValidation"),
    Command("score", "PsoScore", "work", "S", "CalculateNow"),
    Command("plan", "PsoPlan", "work", "P", "GoalSeek"),
    Command("track", "PsoTrack", "work", "T", "ConditionalFormattingDataBarsGallery"),
    Command("submit", "PsoSubmit", "send", "U", "FileSendAsAttachment"),
    Command("refresh", "PsoRefresh", "province", "R", "Consolidate"),
)
OFFICE_COMMANDS = tuple(command for command in COMMANDS if command.group != "province")
"""Those that an office's own workbook has buttons for, in their order."""


def group_caption(group: Group) -> Bilingual:
    """The heading of a group of buttons."""
    return term(f"live_group_{group}")


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
