"""A connection to a running LibreOffice: its desktop, and UNO's ways of making values."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pso_excel.xlwings_libreoffice.session__libreoffice_loading_part import load_uno


@dataclass(frozen=True, slots=True)
class Session:
    """``desktop`` lists and opens documents; ``context`` makes services."""

    uno: Any
    context: Any
    desktop: Any

    @classmethod
    def begin(cls, context: Any) -> Self:
        """From the component context that :func:`connect` gives."""
        return cls(load_uno(), context, service(context, "com.sun.star.frame.Desktop"))

    def options(self, **values: object) -> tuple[Any, ...]:
        """UNO's way of writing keyword arguments."""
        structs: list[Any] = []
        for name, value in values.items():
            struct = self.uno.createUnoStruct("com.sun.star.beans.PropertyValue")
            struct.Name, struct.Value = name, value
            structs.append(struct)
        return tuple(structs)

    def locale(self, language: str, country: str) -> Any:
        """A locale, such as ``("en", "US")``."""
        return self.uno.createUnoStruct("com.sun.star.lang.Locale", language, country, "")

    def url(self, path: Path | str) -> str:
        """The address of a file, which need not exist."""
        return str(self.uno.systemPathToFileUrl(str(Path(path).absolute())))


def service(context: Any, name: str) -> Any:
    """A new service of the program."""
    return context.ServiceManager.createInstanceWithContext(name, context)
