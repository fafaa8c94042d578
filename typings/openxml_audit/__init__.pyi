from enum import Enum
from os import PathLike

class FileFormat(Enum):
    OFFICE_2010 = ...

class ValidationError:
    description: str
    part_uri: str
    path: str

class ValidationResult:
    errors: list[ValidationError]

class OpenXmlValidator:
    def __init__(self, file_format: FileFormat = ..., max_errors: int = ...) -> None: ...
    def validate(self, path: str | PathLike[str]) -> ValidationResult: ...
