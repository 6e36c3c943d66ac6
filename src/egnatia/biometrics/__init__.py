"""Whose fingers are these: captures, minutiae, the node's gallery, candidates and an examiner's verdict."""
