"""The window's books: outstanding materials, and the credit record."""
