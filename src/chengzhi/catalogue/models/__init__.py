from chengzhi.catalogue.models.categories import Category, CategoryMapping, Edition
from chengzhi.catalogue.models.questions import CategoryQuestion, QuestionOption
from chengzhi.catalogue.models.standards import FilingStandard
from chengzhi.catalogue.models.words import LearnedWord

__all__ = [
    "Category",
    "CategoryMapping",
    "CategoryQuestion",
    "Edition",
    "FilingStandard",
    "LearnedWord",
    "QuestionOption",
]
