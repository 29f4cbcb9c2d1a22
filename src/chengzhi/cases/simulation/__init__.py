"""A city's days, played through the real services with a clock of their own: seeded, so that a run can be repeated.

The figures (mix of categories, share of channels, rework and extension) follow public monthly reports; hours of the
day and pace of the units are invented, and nothing here is to be read as a fact about a real district.
"""
