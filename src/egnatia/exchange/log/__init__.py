"""The exchange's transparency log (docs/transparency-log.md): what is written, how it becomes a tree, who witnesses it.

The way of a leaf: `entries` in the transaction of what it tells of → `sequencing` by the worker → `heads` signs →
`actions/show_head` to the partners → `actions/take_cosignature`. What partners show of theirs: `actions/witness_partner`.
`standing` says until when the node is witnessed; `export` and `evidence` write what proves it elsewhere.
"""
