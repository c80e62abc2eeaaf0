"""One application with its cases, history, papers and clocks."""
