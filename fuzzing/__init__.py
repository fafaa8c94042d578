"""Long runs against broken files, outside the tests: ``make hostile``, ``make fuzz``."""
