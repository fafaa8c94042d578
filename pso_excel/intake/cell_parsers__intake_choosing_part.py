"""Which choice of a closed list was meant: by code or words, in either language."""

from difflib import get_close_matches

from pso_excel.core import thai
from pso_excel.core.bilingual import NO_WORDS, Words
from pso_excel.core.messages import worded
from pso_excel.forms.schema import ChoiceList, Fault
from pso_excel.intake.cell_parsers import Finding, Heard, Reader, as_typed
from pso_excel.model.submission import Value
from pso_excel.xlsx import workbook as book
from pso_excel.xlsx.workbook import Shown

_YES, _NO = "yes", "no"
_LONGEST_LIST = 12
_SHORTEST_PART = 3


def choice_reader(choices: ChoiceList) -> Reader:
    """A reader of one list. What is spelt a little differently is taken when it can only be one
    choice; anything else is a fault with the nearest choice as a suggestion."""
    exact: dict[str, str] = {}
    alike: dict[str, set[str]] = {}
    for choice in choices.choices:
        for text in (choice.code, *choice.words):
            exact.setdefault(text, choice.code)
            alike.setdefault(thai.code_look(text), set()).add(choice.code)
    words = {choice.code: choice.words for choice in choices.choices}
    expected = Words(*(_listed([choice.words[n] for choice in choices.choices]) for n in (0, 1)))

    def read(value: book.Value, shown: Shown) -> Value | Heard | None:
        text = value if type(value) is str else _as_text(value, shown)
        code = exact.get(text)
        if code is not None:
            return code
        key = thai.code_look(text)
        if not key:
            return None
        found = alike.get(key, ())
        if len(found) == 1:
            return next(iter(found))
        values = {"suggest": _suggestion(key, alike, words), "expected": expected}
        return Heard(None, (Finding("G003", Fault.CHOICE, values),))

    return read


def _as_text(value: book.Value, shown: Shown) -> str:
    if isinstance(value, bool):
        return _YES if value else _NO
    return as_typed(value, shown)


def _listed(words: list[str]) -> str:
    """The choices of a short list; of a long one the first few and how many there are."""
    shown = words if len(words) <= _LONGEST_LIST else words[:3]
    more = f" … ({len(words)})" if len(shown) < len(words) else ""
    return " / ".join(shown) + more


def _suggestion(key: str, alike: dict[str, set[str]], words: dict[str, Words]) -> Words:
    """The choice that alone has the text as a part of it, else the nearest."""
    within = [spelling for spelling in alike if len(key) >= _SHORTEST_PART and key in spelling]
    near = within or get_close_matches(key, alike, 1, 0.6)
    codes = set[str]().union(*(alike[spelling] for spelling in near))
    if len(codes) != 1:
        return NO_WORDS
    meant, told = words[next(iter(codes))], worded("did_you_mean")
    return Words(told.th.format(value=meant.th), told.en.format(value=meant.en))
