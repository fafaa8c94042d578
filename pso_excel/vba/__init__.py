"""Macros: ``vbaProject.bin`` written and read as plain Basic ([MS-OVBA], [MS-CFB])."""
