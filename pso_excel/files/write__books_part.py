"""The doors: untrusted workbooks in, templates and results out; the floor that touches files."""
