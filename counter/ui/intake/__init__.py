"""Taking an application: what for, the form, the materials and the verdict."""
