"""The commands: parse, call a use case, print."""
