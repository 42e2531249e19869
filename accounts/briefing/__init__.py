"""What a new contact at a client should know, in their language, from the book alone.

Shown to the client: facts, dates and thanks. No score, no observation, no note of a colleague ever gets in here.
"""
