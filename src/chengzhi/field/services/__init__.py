"""What the pages of the field hand in."""
