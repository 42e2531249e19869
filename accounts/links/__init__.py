"""Tracked links: where they lead, what is noted when one is opened, and who probably opened it."""
