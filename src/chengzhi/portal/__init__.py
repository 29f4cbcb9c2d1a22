"""市民通: the door for residents. Report in four taps, follow, rate; no account, and whole without JavaScript.

Owns pages only. Every act of a resident is taken by the services of cases, every file goes through evidence.
"""
