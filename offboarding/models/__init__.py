"""Cases for parting, and what belongs to them."""
