"""Chengzhi (城治): the working system of a city district's urban management."""
