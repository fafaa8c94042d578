"""A LibreOffice with our extension in it, and a stand-in for the command that it starts."""

import importlib
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.libreoffice import OWN_COMMAND, Document, Office

PATIENCE = 60.0
TEXT, BUTTON, BAR, HOLDERS = 86, 44, 63, frozenset({17, 40})
"""Of com.sun.star.accessibility.AccessibleRole: STATIC, PUSH_BUTTON, TOOL_BAR; FILLER and PANEL."""
_STAND_IN = """#!/bin/sh
cd "$(dirname "$0")"
if [ -e real ]; then exec "{own}" "$@"; fi
printf '%s\\n' "$*" >> asked
for last; do :; done
if [ -e silent ]; then exit; fi
: > "$last"
while [ -e held ]; do sleep 0.02; done
cp answer "$last.part" && mv "$last.part" "$last"
"""


class StandIn:
    """A command that does nothing but note what it is asked and give a prepared answer. While the
    file ``held`` is in its folder it does not end, while ``silent`` is, it does not even begin;
    while ``real`` is, it is the real one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.path = folder / "คำ สั่ง"
        self.path.write_text(_STAND_IN.replace("{own}", str(OWN_COMMAND)), encoding="utf-8")
        self.path.chmod(0o755)

    def answers(self, code: int, *lines: str) -> None:
        """What it will say from now on."""
        text = "".join(f"{line}\n" for line in (str(code), *lines))
        (self.folder / "answer").write_text(text, encoding="utf-8")

    def asked(self) -> list[str]:
        """What it was asked since the last look, a command line each."""
        log = self.folder / "asked"
        if not log.exists():
            return []
        lines = log.read_text(encoding="utf-8").splitlines()
        log.unlink()
        return lines


def install(office: Office, extension: Path) -> Any:
    """Install an extension for this office's own profile, as ``unopkg add`` does (which refuses to
    work for root); gives the package."""
    manager = office.context.getValueByName("/singletons/com.sun.star.deployment.ExtensionManager")
    return manager.addExtension(extension.as_uri(), (), "user", None, _agreeing(office.uno))


def _agreeing(uno: Any) -> Any:
    """Who is asked while it is installed, and agrees to everything."""
    beside = str(Path(uno.__file__).parent)
    sys.path.append(beside)
    try:
        base = importlib.import_module("unohelper").Base
    finally:
        sys.path.remove(beside)
    approve = uno.getTypeByName("com.sun.star.task.XInteractionApprove")

    def handle(_: Any, request: Any) -> None:
        for choice in request.getContinuations():
            if choice.queryInterface(approve):
                choice.select()

    interfaces = ("com.sun.star.ucb.XCommandEnvironment", "com.sun.star.task.XInteractionHandler")
    methods: dict[str, Callable[..., Any]] = {
        "getInteractionHandler": _itself,
        "getProgressHandler": _nobody,
        "handle": handle,
    }
    return type("Agreeing", (base, *map(uno.getClass, interfaces)), methods)()


def _itself(asked: Any) -> Any:
    return asked


def _nobody(_: Any) -> None:
    return None


def configured(office: Office, path: str) -> Any:
    """A node of the office's configuration, read through its own interface."""
    provider = office.context.ServiceManager.createInstanceWithContext(
        "com.sun.star.configuration.ConfigurationProvider", office.context
    )
    view = "com.sun.star.configuration.ConfigurationAccess"
    return provider.createInstanceWithArguments(view, office.options(nodepath=path))


def choose(document: Document, url: str) -> None:
    """Choose a menu entry in the window of a document, which comes to the front as by a click;
    returns when its macro has ended."""
    helper = document.office.context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.DispatchHelper", document.office.context
    )
    frame = document.model.CurrentController.Frame
    frame.activate()
    helper.executeDispatch(frame, url, "_self", 0, ())


def told(document: Document) -> str:
    """What the bar above the sheet says, its title and its text, as a screen reader finds them;
    empty also while windows come and go."""
    gone = document.office.uno.getClass("com.sun.star.uno.Exception")
    try:
        found = [
            part.getAccessibleName() for part in _parts(_window(document)) if _role(part) == TEXT
        ]
    except gone:
        return ""
    return "\n".join(str(name).strip() for name in found)


def tells(document: Document, text: str) -> bool:
    """Whether the bar above the sheet comes to say it."""
    return eventually(lambda: text in told(document))


def buttons(document: Document, bar: str) -> Mapping[str, Any]:
    """The buttons of a toolbar by what they are called, from the left."""
    bars = [part for part in _parts(_window(document)) if _role(part) == BAR]
    (found,) = (item for item in bars if item.getAccessibleName() == bar)
    return {item.getAccessibleName(): item for item in _children(found) if _role(item) == BUTTON}


def _window(document: Document) -> Any:
    return document.model.CurrentController.Frame.ContainerWindow.getAccessibleContext()


def _parts(element: Any) -> list[Any]:
    """Whatever a window holds that does not only hold others, in order."""
    found: list[Any] = []
    for child in _children(element):
        found += _parts(child) if _role(child) in HOLDERS else [child]
    return found


def _children(element: Any) -> list[Any]:
    places = range(element.getAccessibleChildCount())
    found = [child for place in places if (child := element.getAccessibleChild(place)) is not None]
    contexts = [child.getAccessibleContext() for child in found]
    return [context for context in contexts if context is not None]


def _role(element: Any) -> int:
    return int(element.getAccessibleRole())


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether it holds before patience ends."""
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
