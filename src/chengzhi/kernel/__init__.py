"""The floor of the house: procedures and the one door, step rows, clocks, working days, numbers, access, outbox.

It knows no unit, no case and no law of its own; every other room stands on it.
"""
