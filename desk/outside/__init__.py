"""What the desk shows to people without an account, each behind a link of their own."""
