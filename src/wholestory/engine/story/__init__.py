"""One child's records as ordered events, with related children's events marked as theirs."""

from wholestory.engine.story.library import Library

__all__ = ["Library"]
