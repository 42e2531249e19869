"""The agency's standards: a small text format, the model texts, and which version holds."""
