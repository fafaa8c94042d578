"""The open workbook: the same checks, scores and writes as for a file, from a button."""
