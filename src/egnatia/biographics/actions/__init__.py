"""What is done about persons who may be one."""
