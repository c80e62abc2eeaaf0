"""First run, sign-in, settings, measures."""
