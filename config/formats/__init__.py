"""How dates are printed where nothing else is said, by language."""
