"""Reports from every channel, the closed loop from filing to closing, and the whistle.

Owns reports, cases, their steps, clocks, requests, field tasks, dispatch rules and stage limits. It does
not own categories and standards (catalogue), media (evidence), cells (grid) or units (organisation).
"""
