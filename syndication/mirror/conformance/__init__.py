"""For whoever writes a mirror of their own: a rough road to the site, and the comparison at its end.

A mirror passes when, after following through the proxy, it holds what the site holds. See docs/mirror.md.
"""
