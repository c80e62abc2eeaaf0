"""What the applicant is told: the status page and messages."""
