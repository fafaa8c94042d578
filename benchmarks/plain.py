# pyright: basic
# A user's script has no types, and those of pandas for Excel are known in part only.
"""The script that a user would write: read every sheet of every file, join, average, write.

``python -m benchmarks.plain INBOX OUT ENGINE``. It checks nothing, scores nothing and stops at the
first bad file; it only does the reading, the joining and the writing.
"""

import sys
from pathlib import Path
from typing import Literal, cast

import pandas

HEADER = 4  # the row of the visible headers


Engine = Literal["openpyxl", "calamine"]


def consolidate(inbox: Path, out: Path, engine: Engine) -> None:
    """One workbook with a sheet for each sheet of the forms and the mean of the answers."""
    sheets: dict[str, list[pandas.DataFrame]] = {}
    for path in sorted(inbox.glob("*.xlsx")):
        book = pandas.read_excel(path, sheet_name=None, header=HEADER, engine=engine)
        for name, frame in book.items():
            frame = frame.dropna(how="all", subset=frame.columns[1:])  # spare rows have an id only
            frame.insert(0, "office", path.stem, allow_duplicates=True)
            sheets.setdefault(str(name), []).append(frame)
    with pandas.ExcelWriter(out, engine="xlsxwriter") as writer:
        for name, frames in sheets.items():
            pandas.concat(frames).to_excel(writer, sheet_name=name, index=False)
        answers = pandas.concat(sheets["06_ประเมิน"])
        means = answers.groupby(answers.columns[2])[["ระดับ"]].agg("count")
        means.to_excel(writer, sheet_name="means")


if __name__ == "__main__":
    consolidate(Path(sys.argv[1]), Path(sys.argv[2]), cast("Engine", sys.argv[3]))
