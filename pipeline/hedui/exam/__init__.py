"""The self-seeding exam: what this configuration would have caught on the user's own articles."""
