"""The status site: the only home of HTTP."""
