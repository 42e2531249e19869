"""Measures that several detectors share: one query each, taken once a pass."""
