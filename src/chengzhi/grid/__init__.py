"""Divisions, grid cells, city parts (部件), landmarks, and the people responsible for each cell.

Owns where things are: codes with their dates, boundaries, the in-memory index from a point to its cell, and the
import of cells and parts from map files. Does not own who works where (organisation) nor what is wrong (cases).
"""
