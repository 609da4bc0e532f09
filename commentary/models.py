"""Working models of commentary."""
