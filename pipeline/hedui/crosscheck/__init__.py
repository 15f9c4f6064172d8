"""Comparing: from claims to findings (disagreements.py)."""
