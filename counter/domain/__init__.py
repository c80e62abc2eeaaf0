"""The rules: pure functions and frozen values; no clock, no files, no Qt, no SQL."""
