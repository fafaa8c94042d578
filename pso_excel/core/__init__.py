"""What every room speaks in: problems and messages, two languages, Thai text, exact figures."""
