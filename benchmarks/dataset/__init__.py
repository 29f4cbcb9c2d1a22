"""A city of any number of cases: a short history played through the real services, then multiplied.

The few thousand cases of the played history are the patterns. Every further case is a pattern moved in time, place
and number, with all its rows: reports, steps, limits, tasks, photos. Its steps link anew by the house's own hash, so
that every history verifies.
"""
