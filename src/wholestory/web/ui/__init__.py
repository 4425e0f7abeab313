"""What every page is made of: layout, parts, forms, and words for times and ages. Knows nothing of children."""
