"""Ratings: the screen for the applicant, and what is to be put right."""
