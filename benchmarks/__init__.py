"""Measurements of the whole house under load, beside a bare skeleton of the same shape; see README.md."""
