"""Everything that is written about a round: each function a step somebody takes, by name, kept whole or not at all."""
