"""A page of the demo that shows every component of the design system with sample data."""
