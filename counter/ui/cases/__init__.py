"""One application with its cases, history, printouts and clocks."""
