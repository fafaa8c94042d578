"""Macros without a spreadsheet program: from plain text to what Excel stores, and back."""

VERSION = "2"
"""The version of the macros, which they tell the command they start."""
