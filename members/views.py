"""Public pages of members: editions and facts only."""
