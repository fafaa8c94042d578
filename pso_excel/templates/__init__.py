"""Part of pso_excel."""
