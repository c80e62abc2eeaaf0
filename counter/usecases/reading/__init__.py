"""What is read, not done: numbers found, who sees what, the shapes commands answer with, codes to words."""
