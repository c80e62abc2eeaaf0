"""Printouts: facts in, PDF bytes out; and the system's print spooler. The only home of reportlab."""
