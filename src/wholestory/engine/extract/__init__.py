"""Agency files in the interchange form, read into records or set aside as rejects with reasons."""
