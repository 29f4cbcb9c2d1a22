"""Imports from files in four steps: choose the file, match the columns, try it out, confirm.

Nothing is written before the last step. Files lie under ``MEDIA_ROOT/imports`` in folders with random names, which the
worker removes after a day.
"""
