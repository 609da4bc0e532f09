"""Search over editions. `asking` reads what was typed, `understanding` what it means, `ranking` finds, `facets` counts.

Nothing is imported here: models need `names` before there are any.
"""
