"""A document's machine-readable zone at a registration: read, held against what was said, its values offered. Nothing of the
zone is kept but what the officer takes into a data element of the law's list, and for as long as the draft is open what was
found (`findings`).
"""
