"""The book, for programs: the same rights and the same actions as the pages."""
