"""The machine-readable zone in a photo or scan of a page, by Tesseract where the machine has it (Debian: tesseract-ocr)."""
