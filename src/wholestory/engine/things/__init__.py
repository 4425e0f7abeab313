"""How things are written: plates, phone numbers, addresses and accounts in one form each, whoever wrote them.

Stands below the stages of the engine, so that who is who and what is shared rest on one and the same reading.
Nothing here knows a record, a person or a rule; every function is pure.
"""
