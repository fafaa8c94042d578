"""Buttons, ribbon and menus: macros and the packages they come in, built without Office."""
