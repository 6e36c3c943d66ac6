"""Fingerprints: image to minutiae, minutiae to template, template against template, probe against a gallery.

A library of its own (numpy, numba, onnxruntime; no Django). Modules are imported by their full names. The way of a finger:
`images` → `extraction` → `minutiae` → `template` → `comparison` → `fusion` against `thresholds`; for many persons `gallery`.
"""
