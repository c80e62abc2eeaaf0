"""The issue desk (发件): results go back once, together, to the right person."""
