"""make bench: the site under load at two sizes, beside limits measured in the same run. See docs/performance.md."""
