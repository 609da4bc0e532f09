"""A reference mirror of the record for partners: Python's standard library and one SQLite file, nothing else.

Copy this folder anywhere and run `python -m mirror --help` beside it. It knows the site only by docs/api.md.
"""
