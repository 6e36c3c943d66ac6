"""Names of people as they are written in many scripts: read into tokens, heard as sounds, compared with a weight in bits."""
