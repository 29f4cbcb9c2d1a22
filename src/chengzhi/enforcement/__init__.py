"""Enforcement: the statutory procedures by which a district punishes, seizes, compels, and answers for it.

Owns penalty cases and all that hangs on them (evidence, measures, hearings, decisions, service, money, execution, court,
transfer, review), their documents and files. Does not own powers, certificates or the city's cases; it reads them.
"""
