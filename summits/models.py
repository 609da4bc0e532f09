"""Working models of summits."""
