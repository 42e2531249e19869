"""What a prospect left with us, and what we made of it."""
