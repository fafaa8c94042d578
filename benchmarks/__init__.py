"""What this product costs beside what a user would run instead; every ratio from paired runs."""
