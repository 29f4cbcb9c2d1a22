"""The register of rules that bind procedures: each with its statute, article and figures, and who enforces it.

A rule is a row of ``data/rules.csv`` under a code of this project such as ``CF-042-1``. Guards, terms, fields, documents
and settings name the codes that they enforce, so that the page of coverage is made from the code itself.
"""

from chengzhi.kernel.law.register import Enforcer, Manner, Rule, enforced, enforcers, enforces, law, rule, rules

__all__ = ["Enforcer", "Manner", "Rule", "enforced", "enforcers", "enforces", "law", "rule", "rules"]
