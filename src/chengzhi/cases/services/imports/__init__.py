"""Take in reports from files: each row is taken once, or refused with its reason."""

from chengzhi.cases.services.imports.mapping import Mapping, known_mapping, mapping_named
from chengzhi.cases.services.imports.running import Outcome, import_reports

__all__ = ["Mapping", "Outcome", "import_reports", "known_mapping", "mapping_named"]
