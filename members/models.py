"""Working models of members."""
