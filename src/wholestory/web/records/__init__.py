"""What agencies wrote, as rows: people, records, who is who, what was taken in and what was set aside."""
