"""The place where people work: a Django application over the same engine. The engine knows nothing of it."""
