"""Staffing: who may use public power on a given day.

Owns the certificates of officers and reviewers with their kind, area and validity, and what a post may do with them.
Does not own people and posts (organisation), nor the acts themselves (enforcement).
"""
