"""The macros of earlier versions, by their text: what was ours, and must not be pressed any more.

Those of version 1 start what a hidden cell of the workbook says, or whatever is called
``pso-excel`` on the PATH or, in Windows, in the current folder: a stranger's program.
"""

from collections.abc import Mapping

FORMER: Mapping[str, frozenset[str]] = {
    "PsoPressing": frozenset(
        {
            "10b1529a6425ffa58ed369954f930d452419ab7140b245906bff547bcd589328",
            "c9466fc00a9017f0b4ae02d31189e39d8be7f5feefde5736342b1ece4b5e789b",
            "2221f918bbb6983eeeef87109eec35262a3495520871c6083a179db06cc75de9",
            "a512ada0cb01af93e5665d1987caa3bfcbb36699757eaaa8561dfc8e529190cf",
        }
    ),
    "PsoProgram": frozenset(
        {
            "132c56cef8a4004f78042a856f00efefb90f27b3146466eab001e89250c67823",
            "0e502c15b27345bde9f37c64fc18bf9ff7bb5b655d0f99282f5029c814e61d7c",
            "86b9055184ee20df0ad945d1246c98bc89f2f4ee6474410ba4f14e1e98dd872e",
        }
    ),
}
"""SHA-256 of every text that a module has had before, as :func:`recognising.spelled_alike` gives
it. Whoever changes a module adds the one it had, once that has been handed out."""
