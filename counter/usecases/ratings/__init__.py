"""What applicants say of the service, and what is done about a bad word."""
