"""Taking an application: what for, the form, the papers and the verdict."""
