"""What campaigns and their target groups refuse."""

import datetime as dt
from typing import ClassVar

import attrs

from ..errors import Refusal
from ..rules import Rule


@attrs.frozen
class CampaignDates(Refusal, ValueError):
    """A campaign would start after it ends."""

    rule: ClassVar[Rule] = Rule(
        "E-CAMPAIGN-DATES",
        "A campaign with an ending date starts on or before it.",
        "table 5071, Starting Date and Ending Date OnValidate",
    )
    text: ClassVar[str] = "campaign {campaign_no!r} would start on {starting_date} and end on {ending_date}"
    campaign_no: str
    starting_date: dt.date | None
    ending_date: dt.date


@attrs.frozen
class CampaignRowDates(Refusal, ValueError):
    """A date of a campaign's price or discount row was entered on the row."""

    rule: ClassVar[Rule] = Rule(
        "E-CAMPAIGN-ROW-DATES",
        "The dates of a campaign's price and discount rows change on the campaign only.",
        "tables 7000, 7001, 7002, 7004, dates OnValidate",
    )
    text: ClassVar[str] = "{field} belongs to campaign {campaign_no!r}; change it there"
    field: str
    campaign_no: str


@attrs.frozen
class NoCampaignTargets(Refusal, LookupError):
    """A campaign without targets was to be activated."""

    rule: ClassVar[Rule] = Rule(
        "E-CAMPAIGN-NO-TARGETS",
        "Activation needs a segment line or log entry that is marked as target of the campaign.",
        "codeunit 7030, ActivateCampaign",
    )
    text: ClassVar[str] = "campaign {campaign_no!r} has no segment line and no log entry marked as its target"
    campaign_no: str


@attrs.frozen
class StatusNotAllowed(Refusal, ValueError):
    """A campaign's status was to change in a way that the host's flow does not allow."""

    rule: ClassVar[Rule] = Rule(
        "E-CAMPAIGN-STATUS",
        "A host may list the allowed changes of status; then no other change is made.",
        "a host's own rule: Business Central allows any change",
    )
    text: ClassVar[str] = "campaign {campaign_no!r} may not go from status {old!r} to {new!r}"
    campaign_no: str
    old: str
    new: str


@attrs.frozen
class CustomerWithoutContact(Refusal, LookupError):
    """A customer in a target group goes, and no contact is left to carry the campaign's prices."""

    rule: ClassVar[Rule] = Rule(
        "E-CUSTOMER-NO-CONTACT",
        "A customer in a target group turns into the contact of its business relation, so there must be one.",
        "table 18, OnDelete; codeunit 7030",
    )
    text: ClassVar[str] = "customer {customer_no!r} is in a target group and has no contact to convert to"
    customer_no: str
