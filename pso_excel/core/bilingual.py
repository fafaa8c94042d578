"""One text in two languages."""

from typing import Literal, NamedTuple

Language = Literal["th", "en"]


class Bilingual(NamedTuple):
    """One text in Thai and in English."""

    th: str
    en: str

    def in_language(self, language: Language) -> str:
        """The text in that language."""
        return self.th if language == "th" else self.en


NO_WORDS = Bilingual("", "")
