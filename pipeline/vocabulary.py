"""The words that published columns may take (FACTS.md, DATASET.md): one list each, used by whoever decides and whoever checks."""

KINDS = ("news", "opinion", "regulation", "caption", "notice", "other")
LABELS = ("UNION", "ORG", "PERSON", "PLACE", "DOCUMENT", "CAMPAIGN")
TYPES = (
    "hardship_relief education_aid heat_relief medical_mutual_aid rights_protection legal_publicity collective_bargaining "
    "skills_innovation commendation employment safety workplace_services culture_sports organizing policy other"
).split()
MONEY = (
    "funds_raised aid_disbursed aid_per_recipient goods_value wages_recovered compensation_recovered award_money loan_amount money_other"
).split()
PEOPLE = (
    "people_aided households_aided wage_claimants legal_aid_recipients people_trained participants people_commended "
    "people_employed people_insured members_recruited people_other"
).split()
COUNTS = (
    "cases_handled organizations_reached organizations_commended goods_distributed materials_distributed jobs_offered "
    "events_held unions_established contracts_signed facilities_built count_other"
).split()
QUALIFIERS = ("exact", "about", "over", "under", "at_least", "at_most", "range")
SCOPES = ("event", "cumulative", "planned", "rule", "background")
PER_SHARES = ("person", "household", "organization", "item", "case")
PER_TIMES = ("year", "month", "day")
REVIEWS = ("unreviewed", "confirmed", "corrected", "rejected", "stale")
BASES = ("single", "stated_total", "sum", "maximum")
VERDICTS = ("agrees", "conflicts", "not_checkable")
CORRECTION_STATES = ("applied", "confirmed", "stale", "orphan", "invalid")
