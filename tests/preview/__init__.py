"""The templates with a sample agency of fixed values: seen by eye (screenshots) and held by tests without a database."""
