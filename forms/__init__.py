"""The catalogue and the one form: questions, papers, checks and the verdict; no Qt, no SQL."""
