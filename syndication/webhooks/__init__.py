"""Webhooks: announcing what the feed says, signing it, and sending it to addresses that may be dialled."""
