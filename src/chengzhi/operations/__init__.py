"""Running the house: the embedded database server, the demo's processes, health, backup and restore.

It holds no model and no rule of the trade; the command line and the health pages stand on it.
"""
