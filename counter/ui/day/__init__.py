"""The window's day: what was taken in, inquiries, and the end of the day."""
