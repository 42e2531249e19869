"""The checklist of a hand-over: what it begins with, and what the book adds of this client's own."""
