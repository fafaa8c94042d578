"""Workbooks written new: forms, guide, live formulas, registry, results of their own."""
