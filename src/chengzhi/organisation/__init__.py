"""Units, posts and people: who is who in the district, since when, and with what reach.

Owns units with their history (renames, moves, mergers, splits), posts, people, appointments, territories and the
capacities that follow from them. Every validity is half-open: ``valid_from`` is the first day, ``valid_to`` the
first day without force. Does not own the shapes of divisions (grid) or establishment figures (staffing).
"""
