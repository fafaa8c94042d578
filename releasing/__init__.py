"""A release: built, tried where nothing else is installed, and tagged: ``make release``."""
