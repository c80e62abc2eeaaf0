"""The window's books: promised papers to come, and the credit record."""
