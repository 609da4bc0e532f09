"""Public pages of commentary: editions and facts only."""
