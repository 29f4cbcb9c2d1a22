"""The registers of the grid: divisions by edition, cells with their duties, parts with their history."""
