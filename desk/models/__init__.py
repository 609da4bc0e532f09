"""What the desk remembers beside the record: none of it is public, none of it goes into an edition."""
