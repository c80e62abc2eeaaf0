"""What an officer can do, one verb a module, one transaction a call; ports say what they need."""
