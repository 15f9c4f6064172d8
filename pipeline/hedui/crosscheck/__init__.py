"""Comparing: from claims to findings."""
