"""A made-up force: families, agencies and years of records, with the truth of them, from a seed.

Nothing here reads records or judges them: it imports the model at most, so that what it says is true is never what
the engine says. `force.py` puts the stages in order.
"""
