"""The demo's people at work: the last weeks scored day by day, and what they did about what they were told.

Unlike the generator this knows the scores, because it comes after them: it calls the same actions as the pages do.
"""
