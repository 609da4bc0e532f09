"""Generated entries for load tests: any number of them, the same for the same seed, shaped like published ones.

They tell no truth: invented people, sentences of the record shuffled. Their `remarks` say so.
"""

REMARK = "Generated for load tests; not part of the record."
KEY_PREFIX = "generated/"
