"""What is assessed, as data, and the wording of every problem."""

from pso_excel.framework import framework_of, frameworks, load_framework, read_framework

__all__ = ["framework_of", "frameworks", "load_framework", "read_framework"]
