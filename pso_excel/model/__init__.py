"""What was filled in and what follows from it, as plain data: submission, scorecard, registry."""
