"""How data elements are shown."""
