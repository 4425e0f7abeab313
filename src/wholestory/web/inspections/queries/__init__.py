"""What pages about rounds read."""
