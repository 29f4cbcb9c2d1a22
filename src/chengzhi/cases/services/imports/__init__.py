"""Take in reports from files: each row is taken once, or refused with its reason."""

from chengzhi.cases.services.imports.guessing import Guess, guessed_columns
from chengzhi.cases.services.imports.mapping import Mapping, known_columns, known_mapping, mapping_named
from chengzhi.cases.services.imports.running import Outcome, import_reports

__all__ = [
    "Guess", "Mapping", "Outcome", "guessed_columns", "import_reports", "known_columns", "known_mapping", "mapping_named",
]  # fmt: skip
