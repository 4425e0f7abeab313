from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """People, records, links and imports."""

    name = "wholestory.web.records"
    label = "records"
