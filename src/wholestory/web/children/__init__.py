"""Children: what the records about each add up to, what people decided, and who opened the story and why."""
