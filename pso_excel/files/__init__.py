"""Files on disk, read and written whole or not at all, with every failure in words."""
