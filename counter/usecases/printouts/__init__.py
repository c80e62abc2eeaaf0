"""The facts of what the program prints, and making it once, kept with its digest."""
