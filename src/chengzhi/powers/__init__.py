"""Powers: what a body may do, on which provision, within which amounts, and since when.

Owns statutes by version, power-and-responsibility lists with their own procedure, the bodies that exercise each item,
discretion benchmarks, and the coverage of the city's list. Does not own the cases in which a power is used.
"""
