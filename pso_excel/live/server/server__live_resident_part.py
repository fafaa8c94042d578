"""One process of a user that keeps everything loaded between two presses, and whoever asks it."""
