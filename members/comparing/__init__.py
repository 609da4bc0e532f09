"""Two days, and two states, held against each other: from facts, for pages that tell it in sentences."""
