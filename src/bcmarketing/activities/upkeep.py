"""Keeping activities, teams and salespeople (tables 13, 5081, 5083)."""

from ..arguments import checked_code
from ..contacts.partners import Salesperson
from ..kinds import checked_kinds
from ..opportunities.records import Opportunity
from ..store.changes import ChangeSet
from ..store.reader import Reader
from ..store.work import Work
from .records import Activity, ActivityStep, Task, Team, TeamMember
from .refusals import SalespersonHasOpenOpportunities, SalespersonHasOpenTasks


@checked_kinds
def delete_activity(reader: Reader, code: str) -> ChangeSet:
    """Delete an activity with its steps; tasks keep all they have, and stages their activity code.

    Raises:
        NotFound: there is no such activity.

    Source: activities specification, maintenance.
    """
    work = Work(reader)
    activity = work.require(Activity, checked_code(code, 10, "code"))
    for step in work.where(ActivityStep, activity_code=activity.code):
        work.delete(step)
    work.delete(activity)
    return work.done()


@checked_kinds
def add_team_member(reader: Reader, team_code: str, salesperson_code: str) -> ChangeSet:
    """Take a salesperson into a team; tasks that exist stay as they are.

    Raises:
        NotFound: there is no such team or salesperson.
        Duplicate: the salesperson is in the team.

    Source: activities specification, teams.
    """
    work = Work(reader)
    team = work.require(Team, checked_code(team_code, 10, "team_code"))
    salesperson = work.require(Salesperson, checked_code(salesperson_code, 20, "salesperson_code"))
    work.insert(TeamMember(team_code=team.code, salesperson_code=salesperson.code))
    return work.done()


@checked_kinds
def delete_team(reader: Reader, code: str) -> ChangeSet:
    """Delete a team with its memberships; tasks that exist stay as they are.

    Raises:
        NotFound: there is no such team.

    Source: activities specification, salespeople and teams.
    """
    work = Work(reader)
    team = work.require(Team, checked_code(code, 10, "code"))
    for member in work.where(TeamMember, team_code=team.code):
        work.delete(member)
    work.delete(team)
    return work.done()


@checked_kinds
def delete_salesperson(reader: Reader, code: str) -> ChangeSet:
    """Delete a salesperson with all memberships in teams.

    Closed tasks and opportunities do not matter. Whether ledger entries name the salesperson is the host's to know.

    Raises:
        NotFound: there is no such salesperson.
        SalespersonHasOpenTasks: an open task names the salesperson, whatever part it is.
        SalespersonHasOpenOpportunities: an open opportunity does.

    Source: activities specification, salespeople and teams; table 13.
    """
    work = Work(reader)
    salesperson = work.require(Salesperson, checked_code(code, 20, "code"))
    if work.where(Task, salesperson_code=salesperson.code, closed=False):
        raise SalespersonHasOpenTasks(salesperson.code)
    if work.where(Opportunity, salesperson_code=salesperson.code, closed=False):
        raise SalespersonHasOpenOpportunities(salesperson.code)
    for member in work.where(TeamMember, salesperson_code=salesperson.code):
        work.delete(member)
    work.delete(salesperson)
    return work.done()
