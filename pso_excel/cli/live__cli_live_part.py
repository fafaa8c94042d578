"""``live``: an action in the open workbook, by the resident or, without one, by this process.

What a first press does not need before the resident has started is loaded after it.
"""

import sys

from pso_excel.cli.options__cli_asked_part import Asked
from pso_excel.live.environment import need_xlwings
from pso_excel.live.server.client import ask_or_start


def act(asked: Asked) -> int:
    """Do it by the resident, started when there is none; here without one, and to be told of every
    fault in full (``--debug``). Refused: U008 no xlwings."""
    need_xlwings()
    answer = None if "--debug" in sys.argv else ask_or_start(sys.argv[2:])
    if answer is None:
        from pso_excel.cli import live as resident
        from pso_excel.live.server.protocol import said

        request = asked.request_here()
        answer = said(request, resident.performer().perform(request))
    return answer.print()
