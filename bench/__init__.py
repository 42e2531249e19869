"""Benchmarks: `make bench`, or `python -m bench`. Every aim is a ratio within one run."""
