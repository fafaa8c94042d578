"""The tab of the add-in in Excel's ribbon, in Microsoft's schema ``2009/07/customui``.

Excel drops the whole tab without a word when one attribute is not as the schema wants it.
"""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from pso_excel.buttons import COMMANDS, GROUPS, Command, Group, group_caption
from pso_excel.core.messages import worded

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
KEYTIP = "S"
"""Alt, S: a letter that none of Excel's own tabs has."""


def ribbon() -> str:
    """``customUI14.xml``: one tab after Excel's own, its groups, a large button for each action."""
    tab = _attributes(
        id="PsoTab", label=worded("live_menu").th, keytip=KEYTIP, insertAfterMso="TabView"
    )
    groups = "".join(_group(group) for group in GROUPS)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<customUI xmlns="{NAMESPACE}"><ribbon><tabs><tab{tab}>\n'
        f"{groups}</tab></tabs></ribbon></customUI>\n"
    )


def callback(command: Command) -> str:
    """The Sub that the ribbon calls for an action: that of its button, with the control."""
    return command.macro.replace("Pso", "PsoRibbon", 1)


def _group(group: Group) -> str:
    attributes = _attributes(id=f"PsoGroup{group.title()}", label=group_caption(group).th)
    return f"<group{attributes}>\n{''.join(_buttons(group))}</group>\n"


def _buttons(group: Group) -> Iterator[str]:
    for command in COMMANDS:
        if command.group == group:
            attributes = _attributes(
                id=f"PsoButton{command.action.title()}",
                label=command.caption.th,
                size="large",
                imageMso=command.image,
                keytip=command.keytip,
                screentip=f"{command.caption.th} ({command.caption.en})",
                supertip=f"{command.tip.th} {command.tip.en}",
                onAction=callback(command),
            )
            yield f"<button{attributes}/>\n"


def _attributes(**values: str) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())
