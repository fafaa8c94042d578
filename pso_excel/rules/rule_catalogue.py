"""Every rule and its message, for people (Markdown) and for programs (plain data for JSON)."""

from collections.abc import Iterator, Sequence

from pso_excel.core.bilingual import Bilingual, Language
from pso_excel.core.messages import MessageEntry, catalogue, term, term_in
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
    entry = catalogue()[code]
    return {
        "code": entry.code,
        "series": _both(series(code)),
        "severity": entry.severity.value,
        "stage": entry.stage,
        "when": entry.when,
        "message": _both(entry.text),
        "remedy": _both(entry.remedy),
        "note": _both(entry.note) if entry.note.th else None,
        "fields": list(fields_of(code)),
        "source": entry.source,
    }


def series(code: str) -> Bilingual:
    """What the codes of its letter are about."""
    return term(f"series_{code[:1]}")


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


def stage_words(entry: MessageEntry, language: Language) -> str:
    """``"S06"`` as it is; ``any`` and ``batch`` in words."""
    return entry.stage if entry.stage.startswith("S") else term_in(f"stage_{entry.stage}", language)


def rule_catalogue(language: Language = "th") -> str:
    """The catalogue as a Markdown page: that language first, the other beside it."""
    lines = [f"# {_beside(term('rules_title'), language)}"]
    for lang in _ORDER[language]:
        lines += ["", term_in("rules_intro", lang)]
    known = catalogue()
    for letter in sorted({code[:1] for code in known}):
        lines += ["", f"## {letter} · {_beside(series(letter), language)}", ""]
        mine = [known[code] for code in sorted(known) if code.startswith(letter)]
        heads = [_beside(term(f"rules_{name}"), language) for name in _COLUMNS]
        lines += _grid(heads, [_cells(entry, language) for entry in mine])
    return "\n".join(lines) + "\n"


def _both(words: Bilingual) -> Plain:
    return {"th": words.th, "en": words.en}


def _beside(words: Bilingual, language: Language) -> str:
    first, second = (words.in_language(lang) for lang in _ORDER[language])
    return f"{first} / {second}"


def _cells(entry: MessageEntry, language: Language) -> list[str]:
    return [
        f'<a id="{entry.code}"></a>`{entry.code}`',
        entry.severity.value,
        stage_words(entry, language),
        "<br>".join(_when(entry, language)),
        _stacked(entry.text, language),
        _stacked(entry.remedy, language),
    ]


def _when(entry: MessageEntry, language: Language) -> Iterator[str]:
    """The rule in words, the fields it stands for, and what was decided of it."""
    yield entry.when
    if fields := fields_of(entry.code):
        listed = ", ".join(f"`{field}`" for field in fields)
        yield f"{term_in('rules_fields', language)} {listed}"
    if entry.note.th:
        yield _stacked(entry.note, language)


def _stacked(words: Bilingual, language: Language) -> str:
    first, second = (words.in_language(lang) for lang in _ORDER[language])
    return f"{first}<br>*{second}*"


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A Markdown table."""
    for line in (heads, ["---"] * len(heads), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |"
