"""An article of somebody else, read with the record's eyes: what it names, says and gets wrong, and drafts made of it.

reading → recognising (names, dates, quotations) → claims → contradictions and proposals → creating.
"""
