from chengzhi.catalogue.services.categories import (
    add_category,
    adopt_edition,
    change_category,
    map_categories,
    open_edition,
)
from chengzhi.catalogue.services.importing import import_standards
from chengzhi.catalogue.services.learning import learn_words
from chengzhi.catalogue.services.standards import (
    StandardFacts,
    add_standard,
    amend_standard,
    correct_standard,
    withdraw_standard,
)
from chengzhi.catalogue.services.starter import load_starter_catalogue

__all__ = [
    "StandardFacts",
    "add_category",
    "add_standard",
    "adopt_edition",
    "amend_standard",
    "change_category",
    "correct_standard",
    "import_standards",
    "learn_words",
    "load_starter_catalogue",
    "map_categories",
    "open_edition",
    "withdraw_standard",
]
