"""The synthetic agency: a seeded world whose raw records and exits share hidden causes."""
