"""The desktop: the only home of Qt."""
