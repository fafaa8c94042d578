"""A resident whose performer only says what it was asked: for the tests of the resident itself.

As a program of its own it serves in the folder of this user: ``python standing_in.py HANG``.
"""

import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from pso_excel.cli.live import understood
from pso_excel.live.request import Reply, Request
from pso_excel.live.server.client import own_folder
from pso_excel.live.server.server import Limits, serve

SCRIPT = str(Path(__file__).resolve())
GATE_SECONDS = 60.0


@dataclass
class StandIn:
    """Tells the process, the action, the workbook and the address. A workbook whose name is a
    ``.gate`` waits until that file is there; one named ``bug`` fails."""

    asked: int = 0
    settled: int = 0
    told: list[tuple[Request, Reply]] = field(default_factory=list[tuple[Request, Reply]])

    def settle(self) -> None:
        self.settled += 1

    def answer_macro(self, request: Request, reply: Reply) -> None:
        self.told.append((request, reply))

    def perform(self, request: Request) -> Reply:
        self.asked += 1
        gate = Path(request.workbook)
        if gate.suffix == ".gate":
            gate.with_suffix(".waiting").touch()
            wait_for(gate)
        if request.workbook == "bug":
            raise ValueError("of the stand-in")
        told = {"process": os.getpid(), "book": request.workbook, "address": request.address}
        return Reply(1, (f"{request.action} {request.workbook}", f"{os.getpid()}"), told)


def wait_for(path: Path) -> None:
    """Until the file is there."""
    until = time.monotonic() + GATE_SECONDS
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.01)


def main() -> None:
    """Serve; ``loaded.<process>`` in the folder says that this one was the first to come."""
    folder = own_folder()
    assert folder is not None
    loaded = Path(folder, f"loaded.{os.getpid()}")

    def load() -> StandIn:
        loaded.touch()
        return StandIn()

    serve(load, understood, folder, Limits(look=0.1, hang=float(sys.argv[1])))


if __name__ == "__main__":
    main()
