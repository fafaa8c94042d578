"""Reaching a LibreOffice that is already running; none is ever started for the officer."""

import getpass
import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread
from typing import Any

from pso_excel.core.problem import Problem, Refused
from pso_excel.live.programs.libreoffice_connect__libreoffice_accepting_part import accepting
from pso_excel.live.programs.libreoffice_connect__libreoffice_faults_part import NAME
from pso_excel.live.programs.libreoffice_connect__libreoffice_listening_part import make_it_listen
from pso_excel.xlwings_libreoffice.session__libreoffice_loading_part import load_uno

VARIABLE = "PSO_EXCEL_LIBREOFFICE"
"""The environment variable that says where LibreOffice listens, such as ``pipe,name=office``."""

ANSWER_SECONDS = 10.0
LISTEN_SECONDS = 10.0
TRIES = 3
_PAUSE = 0.1


def connections(address: str = "") -> Iterator[Any]:
    """The component context of every running LibreOffice, each when it is asked for.

    ``address`` is ``"pipe,name=..."`` or ``"socket,host=...,port=..."``; empty: what the
    environment says, else our own pipe and wherever one was told to listen as it was started; when
    none answers, a running LibreOffice is asked to open our pipe. Refused: U002 when none is
    reached within the time limits, U009 when ``uno`` cannot be loaded.
    """
    uno = load_uno()
    told = address or os.environ.get(VARIABLE, "")
    addresses = [told] if told else list(dict.fromkeys([own_address(), *accepting()]))
    found = 0
    for one in addresses:
        if (context := _resolve(uno, one)) is not None:
            found += 1
            yield context
    if not found:
        yield _asked_to_listen(uno, told)


def _asked_to_listen(uno: Any, told: str) -> Any:
    """The context of a LibreOffice that opens our pipe when it is asked. Refused (U002)."""
    found = None
    if not told and make_it_listen(own_address()):
        deadline = time.monotonic() + LISTEN_SECONDS
        while found is None and time.monotonic() < deadline:
            time.sleep(_PAUSE)
            found = _resolve(uno, own_address())
    if found is None:
        raise Refused(Problem("U002", values={"app": NAME}))
    return found


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
