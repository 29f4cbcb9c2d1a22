"""Evidence: photos, audio, video and documents kept for ever, and served safely.

Owns the content-addressed store (original bytes named by their SHA-256, never replaced, never deleted), what is
known of each file (SM3, kind, size, EXIF), and each act of handing in (an item: who, when, where, from what source).
Does not own which case an item belongs to, nor who may see it: the room that uses an item links to it and checks.
"""
