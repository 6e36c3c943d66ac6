"""Transparency log: a Merkle tree over hashes, signed and witnessed heads, and the proof of a whole log from outside.

A library of its own (hashlib, cryptography, rfc8785; no Django, no network). Modules are imported by their full names. The way
of a leaf: `canonical` → `merkle.hash_leaf` → `frontier` and `tiles` → `heads` signs → `witnessing` cosigns → `verification`.
The format is told in docs/transparency-log.md.
"""
