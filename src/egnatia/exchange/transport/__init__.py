"""How nodes reach each other: HTTPS with mutual TLS, certificates and their authority. What is said stays sealed and signed."""
