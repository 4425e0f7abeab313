"""One child's records as ordered events, the same event told by several agencies shown once."""
