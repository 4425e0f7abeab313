"""What pages of this application ask the database."""
