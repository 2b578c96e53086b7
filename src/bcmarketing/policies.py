"""Every question that Business Central asks a person, and every peculiarity of it that can be switched.

A process takes a `Policies`; the default of each field is the answer of Business Central's default button,
or its own behaviour.
"""

import enum
from typing import Final

import attrs

from .codes import is_bool
from .errors import WrongType


class TargetCleanup(enum.Enum):
    """When a target group row goes after a line or log entry of its company has gone."""

    BC = "as Business Central counts, which can drop or keep a row against the evident intent"
    SUPPORT = "exactly when no line and no log entry supports the row any more"

    def __repr__(self) -> str:
        return f"TargetCleanup.{self.name}"


def _yes_no(default: bool) -> bool:  # noqa: FBT001 - the default of a field is what this is about
    return attrs.field(default=default, validator=is_bool)


def _is_cleanup(_policies: object, attribute: "attrs.Attribute[TargetCleanup]", value: object) -> None:
    if not isinstance(value, TargetCleanup):
        raise WrongType(attribute.name, value, "is no TargetCleanup")


@attrs.frozen(kw_only=True)
class Policies:
    """Answers and switches, each with Business Central's default.

    Campaigns, segments, interactions:

    Attributes:
        activate_without_prices: activate a campaign that has no prices or discounts.
        update_active_price_lists: let a changed campaign date reach active price lists; no gives the change up.
        propagate_to_lines: hand a changed segment header on to its lines.
        reset_criteria_when_empty: forget the criteria when the last line of a segment goes.
        reuse_when_criteria_exist: reuse criteria on a segment that has some; Business Central's button is No.
        undo_last_action: go back one selection step; Business Central's button is No.
        toggle_canceled: cancel entries, or take the cancellation back.
        remove_unique_attachments: on canceling, remove attachments that no other entry uses; the button is No.
        create_missing_language: create the language row that a default language needs; no gives the change up.
        register_without_company: a person without company registers a target row without number (Q1).
        target_cleanup: when target group rows go (Q2, Q3, Q4).
        convert_on_link: linking a customer by hand converts target rows as creating one does (Q5).
        go_back_all_lines: going back removes all lines of an added contact, not only the line added (Q6).
        reuse_refine_entire_companies: a reused Refine keeps its mark "entire companies" (Q7).
        reuse_canceled_campaign_entry: logging reuses a canceled campaign entry (Q8).
        blank_end_is_closed: a campaign without ending date logs no posted invoices (Q9).
        last_relation_decides: the last relation with trade history decides for a person (Q10).

    Activities, tasks, opportunities:

    Attributes:
        allow_team_tasks: a single task may be carried by a team.
        meetings_allowed: tasks may be meetings; no is the online edition.
        log_interaction: completing a task logs an interaction.
        segment_contacts: create tasks or opportunities for all contacts of a segment; no does nothing.
        confirm_reassignment: reassign a task; no keeps the old carrier.
        activate_first_stage: a new opportunity enters its first stage.
        update_open_tasks: open tasks of an opportunity follow its salesperson, contact or campaign; the button is No.
        close_opportunity: making an order of a quote closes the opportunity; no gives it up.
        make_opportunity_lost: deleting an order loses its opportunity; no refuses.
        reassign_quote: naming an opportunity on a quote takes the opportunity over from its old document.
        segment_activity_uses_all_contacts: an activity assigned to a segment reaches its contacts (D-1).
        all_day_only_on_change: setting the all-day mark to the value it has changes nothing (D-2).
        derive_task_ending: the end of a task follows from its own date (D-3).
        close_once: completing a closed task again changes nothing (D-4).
        accept_proposed_update: accepting the proposed update records an update (D-5).

    Price lists:

    Attributes:
        change_price_list_status: the lines of a price list get its new status; no keeps the old status.
        remove_duplicate_prices: duplicates of activated lines go; no gives the activation up.
        update_price_list_lines: the lines of a list that leaves its defaults to them follow a date of the list.

    >>> Policies(propagate_to_lines=False).propagate_to_lines, Policies().target_cleanup
    (False, TargetCleanup.BC)
    """

    activate_without_prices: bool = _yes_no(default=True)
    update_active_price_lists: bool = _yes_no(default=True)
    propagate_to_lines: bool = _yes_no(default=True)
    reset_criteria_when_empty: bool = _yes_no(default=True)
    reuse_when_criteria_exist: bool = _yes_no(default=False)
    undo_last_action: bool = _yes_no(default=False)
    toggle_canceled: bool = _yes_no(default=True)
    remove_unique_attachments: bool = _yes_no(default=False)
    create_missing_language: bool = _yes_no(default=True)
    register_without_company: bool = _yes_no(default=True)
    target_cleanup: TargetCleanup = attrs.field(default=TargetCleanup.BC, validator=_is_cleanup)
    convert_on_link: bool = _yes_no(default=False)
    go_back_all_lines: bool = _yes_no(default=True)
    reuse_refine_entire_companies: bool = _yes_no(default=False)
    reuse_canceled_campaign_entry: bool = _yes_no(default=True)
    blank_end_is_closed: bool = _yes_no(default=True)
    last_relation_decides: bool = _yes_no(default=True)

    allow_team_tasks: bool = _yes_no(default=True)
    meetings_allowed: bool = _yes_no(default=True)
    log_interaction: bool = _yes_no(default=False)
    segment_contacts: bool = _yes_no(default=True)
    confirm_reassignment: bool = _yes_no(default=True)
    activate_first_stage: bool = _yes_no(default=True)
    update_open_tasks: bool = _yes_no(default=False)
    close_opportunity: bool = _yes_no(default=True)
    make_opportunity_lost: bool = _yes_no(default=True)
    reassign_quote: bool = _yes_no(default=True)
    segment_activity_uses_all_contacts: bool = _yes_no(default=True)
    all_day_only_on_change: bool = _yes_no(default=True)
    derive_task_ending: bool = _yes_no(default=True)
    close_once: bool = _yes_no(default=True)
    accept_proposed_update: bool = _yes_no(default=True)

    change_price_list_status: bool = _yes_no(default=True)
    remove_duplicate_prices: bool = _yes_no(default=True)
    update_price_list_lines: bool = _yes_no(default=True)


#: Business Central's own answers and behaviour: the default of every process.
BC: Final = Policies()
