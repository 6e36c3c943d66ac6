"""The situation today: figures and maps drawn before somebody asks."""
