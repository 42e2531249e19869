"""Sharing what we made: files that are kept, tables of links, texts to send, and who opened what."""
