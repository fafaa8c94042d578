"""The rooms of a template: grid, record, cover, guide, results and the hidden sheets."""
