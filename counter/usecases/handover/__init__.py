"""Handing results back, once and together, to the right person."""
