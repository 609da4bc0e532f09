"""Entries from a CSV file or a spreadsheet: read, tried as the form would take them, made as drafts all or none."""
