"""Reaching a LibreOffice that is already running; none is ever started for the officer."""

import getpass
import os
import re
import time
from contextlib import suppress
from threading import Thread
from typing import Any

from pso_excel.live.libreoffice.accepting import accepting
from pso_excel.live.libreoffice.faults import NAME
from pso_excel.live.libreoffice.listening import make_it_listen
from pso_excel.live.libreoffice.loading import load_uno
from pso_excel.problem import Problem, Refused

VARIABLE = "PSO_EXCEL_LIBREOFFICE"
"""The environment variable that says where LibreOffice listens, such as ``pipe,name=office``."""

ANSWER_SECONDS = 10.0
LISTEN_SECONDS = 10.0
TRIES = 3
_PAUSE = 0.1


def connect(address: str = "") -> Any:
    """The component context of the running LibreOffice.

    ``address`` is ``"pipe,name=..."`` or ``"socket,host=...,port=..."``; empty: what the
    environment says, else our own pipe, else where one was told to listen as it was started, else
    our pipe, which a running LibreOffice is asked to open. Refused: U002 when none is reached
    within the time limits, U009 when ``uno`` cannot be loaded.
    """
    uno = load_uno()
    told = address or os.environ.get(VARIABLE, "")
    found = _first(uno, [told] if told else [own_address(), *accepting()])
    if found is None and not told and make_it_listen(own_address()):
        deadline = time.monotonic() + LISTEN_SECONDS
        while found is None and time.monotonic() < deadline:
            time.sleep(_PAUSE)
            found = _resolve(uno, own_address())
    if found is None:
        raise Refused(Problem("U002", values={"app": NAME}))
    return found


def _first(uno: Any, addresses: list[str]) -> Any:
    """The context behind the first address that answers, or None."""
    return next((one for at in addresses if (one := _resolve(uno, at)) is not None), None)


def own_address() -> str:
    """Our pipe, one for each user of the computer."""
    user = re.sub("[^A-Za-z0-9]", "_", getpass.getuser())
    return f"pipe,name=pso_excel_{user}"


def _resolve(uno: Any, address: str) -> Any:
    """The context behind an address, or None.

    A program that hangs accepts a connection and then never answers, so a thread does the waiting;
    it is left behind when the time is over.
    """
    found: list[Any] = []
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    failed = uno.getClass("com.sun.star.uno.Exception")

    def resolve() -> None:
        # Nobody listens there, it is no address, or a connection was just being given up.
        for attempt in range(TRIES):
            with suppress(failed):
                found.append(resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext"))
                return
            if attempt + 1 < TRIES:
                time.sleep(_PAUSE)

    waiting = Thread(target=resolve, daemon=True)
    waiting.start()
    waiting.join(ANSWER_SECONDS)
    return found[0] if found else None
