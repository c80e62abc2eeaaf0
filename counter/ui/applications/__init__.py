"""The list of applications with their clocks."""
