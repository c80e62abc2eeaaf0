"""Benchmarks: each prints our figure, the floor measured in the same run, and the ratio."""
