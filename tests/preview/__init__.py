"""The templates with a sample agency of fixed values: for the eye (screenshots) and for tests without a database."""
