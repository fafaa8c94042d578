"""Every rule and its message, for people (Markdown) and for programs (plain data for JSON)."""

from collections.abc import Iterator, Sequence

from pso_excel.core.bilingual import Language, Words
from pso_excel.core.messages import Wording, catalogue, label, worded
from pso_excel.forms import FORMS

Plain = dict[str, object]

_COLUMNS = ("code", "severity", "stage", "when", "message", "remedy")
_ORDER: dict[Language, tuple[Language, Language]] = {"th": ("th", "en"), "en": ("en", "th")}


def rules() -> list[Plain]:
    """Each rule of the catalogue in the order of its code."""
    return [rule(code) for code in sorted(catalogue())]


def rule(code: str) -> Plain:
    """One rule; KeyError for an unknown code. ``fields`` are those whose general faults it words
    (``"S03.tasks.owner"``); ``note`` is null where nothing needed a decision."""
    one = catalogue()[code]
    return {
        "code": one.code,
        "series": _both(series(code)),
        "severity": one.severity.value,
        "stage": one.stage,
        "when": one.when,
        "message": _both(one.text),
        "remedy": _both(one.remedy),
        "note": _both(one.note) if one.note.th else None,
        "fields": list(fields_of(code)),
        "source": one.source,
    }


def series(code: str) -> Words:
    """What the codes of its letter are about."""
    return worded(f"series_{code[:1]}")


def fields_of(code: str) -> tuple[str, ...]:
    """The fields whose missing, mistyped or repeated values this rule words instead of a general
    one (G)."""
    return tuple(
        f"{table.id}.{field.id}"
        for form in FORMS
        for table in form.tables
        for field in table.fields
        if code in field.rules.values()
    )


def stage_said(one: Wording, language: Language) -> str:
    """``"S06"`` as it is; ``any`` and ``batch`` in words."""
    return one.stage if one.stage.startswith("S") else label(f"stage_{one.stage}", language)


def rule_catalogue(language: Language = "th") -> str:
    """The catalogue as a Markdown page: that language first, the other beside it."""
    lines = [f"# {_beside(worded('rules_title'), language)}"]
    for one in _ORDER[language]:
        lines += ["", label("rules_intro", one)]
    known = catalogue()
    for letter in sorted({code[:1] for code in known}):
        lines += ["", f"## {letter} · {_beside(series(letter), language)}", ""]
        mine = [known[code] for code in sorted(known) if code.startswith(letter)]
        heads = [_beside(worded(f"rules_{one}"), language) for one in _COLUMNS]
        lines += _grid(heads, [_cells(one, language) for one in mine])
    return "\n".join(lines) + "\n"


def _both(words: Words) -> Plain:
    return {"th": words.th, "en": words.en}


def _beside(words: Words, language: Language) -> str:
    first, second = (words.say(one) for one in _ORDER[language])
    return f"{first} / {second}"


def _cells(one: Wording, language: Language) -> list[str]:
    return [
        f'<a id="{one.code}"></a>`{one.code}`',
        one.severity.value,
        stage_said(one, language),
        "<br>".join(_when(one, language)),
        _stacked(one.text, language),
        _stacked(one.remedy, language),
    ]


def _when(one: Wording, language: Language) -> Iterator[str]:
    """The rule in words, the fields it stands for, and what was decided of it."""
    yield one.when
    if fields := fields_of(one.code):
        listed = ", ".join(f"`{field}`" for field in fields)
        yield f"{label('rules_fields', language)} {listed}"
    if one.note.th:
        yield _stacked(one.note, language)


def _stacked(words: Words, language: Language) -> str:
    first, second = (words.say(one) for one in _ORDER[language])
    return f"{first}<br>*{second}*"


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A Markdown table."""
    for line in (heads, ["---"] * len(heads), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |"
