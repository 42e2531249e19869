"""Playbooks: what to do about a sign, step by step. Built-in ones are the TOML files of this folder."""
