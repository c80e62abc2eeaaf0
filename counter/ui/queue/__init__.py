"""A department's queue."""
