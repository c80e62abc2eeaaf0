"""The catalogue and the one form: questions, materials, checks and the verdict; no Qt, no SQL."""
