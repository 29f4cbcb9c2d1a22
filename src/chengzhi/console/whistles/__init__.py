"""Whistles (街道吹哨、部门报到): a street calls departments to the spot; they answer, sign in and report."""
