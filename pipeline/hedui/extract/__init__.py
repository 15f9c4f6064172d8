"""Reading: from a tokenized text to claims.  Clean offsets stay inside this package."""
