"""The hall itself: its calendar and its day, the versions of its catalogue, its care for what time brings about."""
