"""The floor: this stack without the house. Django, the connection pool, granian, the same tables, no rules.

Each address writes or reads what the house's own address does, in the fewest statements, and checks nothing. It runs
on a copy of a small city whose triggers and check constraints were taken away; keys, foreign keys and indexes stay.
"""
