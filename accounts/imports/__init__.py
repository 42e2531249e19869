"""Files in: any export of another system, read as it is, becomes typed records of the book."""
