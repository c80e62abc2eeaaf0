"""What somebody does to a case or an application, declared once, and the one way it is done."""
