"""Where the two pure functions of the flow run."""
