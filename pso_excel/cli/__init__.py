"""The command line: ``pso-excel``."""

from pso_excel.cli.commands import main as main
