"""The same job by this product, as a whole process; the last line tells its peak memory.

``python -m benchmarks.ours FOLDER``. The memory is that of the parent and of its two workers at
their peaks, added up.
"""

import json
import resource
import sys
from pathlib import Path

from pso_excel.consolidation import ProvinceFolder, consolidate
from pso_excel.consolidation.workers import PROCESSES
from pso_excel.demo import ASOF


def main() -> None:
    """Consolidate the folder, every file read anew, and tell the cost."""
    folder = Path(sys.argv[1])
    for journal in ProvinceFolder(folder).out.glob("journal_*"):
        journal.unlink()
    done = consolidate(folder, ASOF)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    told = {
        "received": done.province.sent.received,
        "parent": own / 1024,
        "worker": worker / 1024,
        "megabytes": (own + PROCESSES * worker) / 1024,
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
