"""A child's story as a page tells it: an outline that is kept, and what somebody may see of it."""
