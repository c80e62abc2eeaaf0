"""The supervision report and the rows for the provincial platform."""
