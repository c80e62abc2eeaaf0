"""The accounts: signing in, and what the security administrator does to them."""
