"""`egnatia demo`: six nodes on this machine, filled with people who don't exist, acting the main job."""
