"""Workbooks: read from untrusted bytes in bounds, and values patched into a copy."""
