"""From the form to the acceptance: accept, void, correct, the second visit, the project of a building."""
