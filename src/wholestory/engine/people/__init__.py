"""Who is who: a ledger of judgements between persons, and the clusters derived from it."""
