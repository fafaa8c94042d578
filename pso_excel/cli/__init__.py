"""The command line: ``pso-excel``."""

from pso_excel.cli.running import main as main
