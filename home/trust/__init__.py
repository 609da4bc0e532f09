"""What this record can be held to, counted from what is public: every number can be counted again through the API."""
