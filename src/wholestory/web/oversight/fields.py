"""What the fields of reviews may give away."""

from wholestory.web.field_classes import classed

FIELDS = {
    "oversight.GlassReview": classed(
        sensitive="reason taken_back_reason", plain="id glass by at finding taken_back_at"
    ),
    "oversight.Addition": classed(sensitive="says", plain="id review by at"),
}
