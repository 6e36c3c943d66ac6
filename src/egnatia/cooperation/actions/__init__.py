"""What the working group's tables allow to be done."""
