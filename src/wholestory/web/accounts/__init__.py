"""People who sign in, their posts, and what each post may do."""
