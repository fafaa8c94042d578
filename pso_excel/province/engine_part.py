"""What is computed of a submission: pure functions, exact figures, no clock and no files."""
