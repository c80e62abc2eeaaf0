"""Benchmarks: each figure beside a floor measured in the same run, and judged by its own bound."""
