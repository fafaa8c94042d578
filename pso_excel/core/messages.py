"""The sentence and the severity of every problem, and the fixed words of our sheets.

The catalogue is data (``words/problems/*.toml``, ``words/labels.toml``): Thai first, English
beside, the same placeholders in both. Codes of one letter stand in one file, so that a check reads
the wording only of what it found.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple

from pso_excel.core.bilingual import Bilingual, Language
from pso_excel.core.expected import expect, expect_language
from pso_excel.core.problem import Problem, Severity
from pso_excel.core.safe_text import mask_citizen_id, single_line


class MessageEntry(NamedTuple):
    """One entry of the catalogue.

    ``when`` is the rule in words, ``text`` says what is wrong and where, ``remedy`` what to do
    next, ``note`` what was decided of a rule that is unclear or meets another (empty where there is
    nothing to say); ``source`` says where the rule is from: S seed, N Thai norm, E peers, D ours.
    """

    code: str
    severity: Severity
    stage: str
    when: str
    text: Bilingual
    remedy: Bilingual
    note: Bilingual
    source: str


QUOTED = 1_000  # characters of a value at most
_LOOKED_AT = 4 * QUOTED  # a number of 49 characters is masked by 17, so this is enough

_WORDS = Path(__file__).with_name("words")
_PROBLEMS = _WORDS / "problems"
_BEFORE_STOP = re.compile(r" \.(?!\w)")  # but not before “.xlsx”


def _read(file: Path) -> dict[str, dict[str, Any]]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def catalogue() -> Mapping[str, MessageEntry]:
    """Every code with its wording."""
    letters = sorted(file.stem for file in _PROBLEMS.glob("*.toml"))
    return {code: entry for letter in letters for code, entry in _series(letter).items()}


def _wording(code: str) -> MessageEntry:
    return _series(code[:1])[code]


@cache
def _series(letter: str) -> Mapping[str, MessageEntry]:
    """The codes that begin with a letter; none for a letter that no code begins with."""
    file = _PROBLEMS / f"{letter}.toml"
    entries = _read(file) if file.exists() else {}
    return {
        code: MessageEntry(
            code,
            Severity(entry["severity"]),
            entry["stage"],
            entry["when"],
            Bilingual(entry["th"], entry["en"]),
            Bilingual(entry["do_th"], entry["do_en"]),
            Bilingual(entry.get("note_th", ""), entry.get("note_en", "")),
            entry["source"],
        )
        for code, entry in entries.items()
    }


@cache
def _labels() -> Mapping[str, Bilingual]:
    entries = _read(_WORDS / "labels.toml")
    return {key: Bilingual(entry["th"], entry["en"]) for key, entry in entries.items()}


def severity_of(problem: Problem) -> Severity:
    """How much a problem matters: as the province set it, else as the catalogue has it."""
    expect("problem", problem, Problem)
    return problem.severity or default_severity(problem.code)


def default_severity(code: str) -> Severity:
    """How much a problem of that code matters by the catalogue; KeyError for an unknown code."""
    return _wording(code).severity


def value_text(value: str | Bilingual, language: Language) -> str:
    """A value of a problem as it is printed in that language; of a novel its beginning, and no
    citizen's number whole."""
    text = value.in_language(language) if isinstance(value, Bilingual) else value
    words = mask_citizen_id(text[:_LOOKED_AT])
    return words if len(words) <= QUOTED else f"{words[:QUOTED]}…"


@cache
def quoted(code: str) -> frozenset[str]:
    """The values that the sentence of a code quotes, in either language."""
    wording = _wording(code)
    texts = (*wording.text, *wording.remedy)
    return frozenset(name for text in texts for _, name, _, _ in Formatter().parse(text) if name)


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def message(problem: Problem, language: Language) -> str:
    """The problem in words: what is wrong and where, and what to do next. TypeError and ValueError
    for arguments of another kind, KeyError for a code that is not in the catalogue."""
    expect("problem", problem, Problem)
    expect_language(language)
    wording = _wording(problem.code)
    joint = " — " if language == "th" else " "
    parts = wording.text.in_language(language), wording.remedy.in_language(language)
    return _filled(joint.join(parts), problem, language)


def message_without_remedy(problem: Problem, language: Language) -> str:
    """What is wrong and where, without the remedy and without a full stop: for a sentence that
    quotes it."""
    text = _wording(problem.code).text.in_language(language)
    return _filled(text, problem, language).rstrip(".")


def _filled(text: str, problem: Problem, language: Language) -> str:
    """The values of a problem, and its place where they are silent, put into a text."""
    place = problem.location
    known = _Values(
        file=place.file, sheet=place.sheet, cell=place.cell, stage=place.stage, office=place.office
    )
    known.update({key: value_text(value, language) for key, value in problem.values.items()})
    words = single_line(text.format_map(known))
    return _BEFORE_STOP.sub(".", " ".join(filter(None, words.split(" "))))  # a value may be empty


def generic_message(wording: MessageEntry) -> Bilingual:
    """What a rule tells, with “…” for what differs from case to case."""
    return Bilingual(*(text.format_map(_Values()) for text in wording.text))


def term(key: str) -> Bilingual:
    """A fixed word or heading of our sheets and messages; KeyError for an unknown key."""
    return _labels()[key]


def term_in(key: str, language: Language) -> str:
    """A fixed word or heading in one language; KeyError for an unknown key."""
    return term(key).in_language(language)
