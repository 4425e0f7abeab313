"""What guidance says, as data: one small file a rule. The folder `england` is the national pack."""
