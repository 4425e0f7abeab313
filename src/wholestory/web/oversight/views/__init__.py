"""The pages of auditors and data guardians, one module a page."""
