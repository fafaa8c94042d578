"""``python -m pso_excel``: the command."""

from pso_excel.cli import main

main()
