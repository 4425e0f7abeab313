"""What the log's fields may give away. Reasons are people's own words, and a child appears by key."""

from wholestory.web.field_classes import classed

FIELDS = {
    "log.Entry": classed(identifying="who about", sensitive="reason", plain="id lane place at what details seal"),
    "log.Head": classed(plain="lane place seal"),
}
