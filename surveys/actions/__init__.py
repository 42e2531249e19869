"""The writes, one transaction each."""
