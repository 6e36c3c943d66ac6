"""Ground: errors, clock, ids, the node's own directory, sealed fields and blobs, jobs and hooks."""
