"""Public pages of summits: editions and facts only."""
