"""A local web desk on which people decide about findings."""
