"""What the fields of persons, records and imports may give away."""

from wholestory.web.field_classes import classed

FIELDS = {
    "records.PersonRow": classed(
        identifying="key forenames surname aliases born postcode address home phones identifiers extra cluster",
        sensitive="ethnicity",
        plain="agency sex address_is_safe_contact",
    ),
    "records.PersonName": classed(identifying="person word born", plain="id"),
    "records.NameWord": classed(identifying="word sound"),
    "records.PersonNumber": classed(identifying="person value", plain="id scheme"),
    "records.RecordRow": classed(
        identifying="place author",
        sensitive="narrative outcome extra",
        plain="key agency agency_kind kind recorded_at recorded_day_only happened_from happened_from_day_only "
        "happened_to happened_to_day_only district responds_to author_role handling stored_at",
    ),
    "records.InvolvementRow": classed(identifying="person", sensitive="extra", plain="id record role"),
    "records.ItemRow": classed(identifying="value person thing", sensitive="extra", plain="id record item_type"),
    "records.EarlierVersion": classed(identifying="key", sensitive="content", plain="id is_person replaced_at why"),
    "records.Correction": classed(sensitive="text reason", plain="id record by at"),
    "records.KeptWording": classed(sensitive="text term reason", plain="id record by at"),
    "records.Draft": classed(identifying="child", sensitive="form", plain="id by saved_at"),
    "records.JudgementRow": classed(
        identifying="one other judge",
        sensitive="reasons",
        plain="id verdict score fields by_person judged_at undone_at made_by",
    ),
    # The file is a whole extract.
    "records.Import": classed(
        sensitive="file",
        plain="id by title at as_at state stop_asked stage done total counts notes error ended told_at linked_at",
    ),
    "records.ImportChange": classed(identifying="key", plain="id of is_person earlier linked undone"),
    "records.ImportReject": classed(sensitive="value raw mended", plain="id of agency file line column why header"),
}
