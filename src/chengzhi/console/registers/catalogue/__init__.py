"""The catalogue: categories by edition, filing standards by condition and region level, and how editions answer."""
