"""What follows from a corrected organiser: its full name and the code of its area, as for one that the machine found."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.naming import canonical, codes
from pipeline.records import Activity, Article, Entity


def with_full_name(activity: Activity, machine: Activity, article: Article, entities: Sequence[Entity]) -> Activity:
    """The activity with `organizer_canonical` and `admin_code` of its organiser, where that is not the machine's."""
    if activity.organizer == machine.organizer:
        return activity
    if activity.organizer is None:
        return replace(activity, organizer_canonical=None, admin_code=None)
    context = canonical.context(article, entities)
    full = canonical.resolve(activity.organizer, context) or activity.organizer
    code = codes.admin_code("ORG", full, codes.hints(context), context.year)
    return replace(activity, organizer_canonical=full, admin_code=code)
