"""The door for people on the street: collectors, handlers and officers with a phone in one hand.

Owns pages only: what is to be done, what stands there, the act. Rights, guards and rules lie in cases.
"""
