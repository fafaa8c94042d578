"""The server that stays between two presses of a button, and how it is asked."""
