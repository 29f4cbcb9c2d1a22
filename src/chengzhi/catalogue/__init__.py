"""Catalogue: what can be wrong in a city, when a report of it becomes a case, and how soon it must be put right.

Owns categories of parts and events by edition with the mappings between editions, filing standards as versioned data
(category x condition x region level gives limit and closing rule), follow-up questions, and the proposal of categories
for residents' words. Does not own cases, nor the rule which unit a case goes to; it only names the usual handler.
"""
