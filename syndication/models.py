"""Working models of syndication."""
