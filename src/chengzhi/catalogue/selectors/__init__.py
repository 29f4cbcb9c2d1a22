from chengzhi.catalogue.selectors.categories import (
    BigClass,
    categories_in_force,
    category_by_key,
    category_on,
    category_tree,
    edition_in_force,
    questions,
    search_categories,
)
from chengzhi.catalogue.selectors.proposals import Proposal, propose_categories, proposer
from chengzhi.catalogue.selectors.standards import (
    condition_names,
    find_standards,
    standard_for,
    standard_history,
    standards_register,
)

__all__ = [
    "BigClass",
    "Proposal",
    "categories_in_force",
    "category_by_key",
    "category_on",
    "category_tree",
    "condition_names",
    "edition_in_force",
    "find_standards",
    "propose_categories",
    "proposer",
    "questions",
    "search_categories",
    "standard_for",
    "standard_history",
    "standards_register",
]
