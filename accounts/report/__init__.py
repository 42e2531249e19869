"""What came of a client's work over some months, in their language, from the book alone.

Shown to the client: goals, figures, what was delivered and when, what is open, our own lateness. Nothing that judges
anybody, no hours, no margin, and nothing about who opened what ever gets in here.
"""
