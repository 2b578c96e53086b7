"""The people of a task, each read once in a process."""

from ..contacts.partners import Salesperson
from ..contacts.records import Contact, ContactType
from ..errors import Blocked
from ..store.work import Work
from .records import TeamMember
from .refusals import OrganizerWithoutEmail


def company_of(contact: Contact) -> str:
    """Return the number of a contact's company: a company's is its own, a person's may be blank."""
    return contact.company_no or (contact.no if contact.type is ContactType.COMPANY else "")


class People:
    """Salespeople, contacts and team members as a process meets them: whoever comes again is not read again."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._salespeople: dict[str, Salesperson] = {}
        self._contacts: dict[str, Contact] = {}
        self._members: dict[str, tuple[str, ...]] = {}

    def salesperson(self, code: str) -> Salesperson:
        """Return a salesperson.

        Raises:
            NotFound: there is none with this code.
        """
        found = self._salespeople.get(code)
        if found is None:
            found = self._salespeople[code] = self._work.require(Salesperson, code)
        return found

    def contact(self, no: str) -> Contact:
        """Return a contact.

        Raises:
            NotFound: there is none with this number.
        """
        found = self._contacts.get(no)
        if found is None:
            found = self._contacts[no] = self._work.require(Contact, no)
        return found

    def company_no(self, contact_no: str) -> str:
        """Return the company of a contact; blank without contact.

        Raises:
            NotFound: there is no such contact.
        """
        return company_of(self.contact(contact_no)) if contact_no else ""

    def members(self, team_code: str) -> tuple[str, ...]:
        """Return the salespeople of a team by code; none without a team."""
        found = self._members.get(team_code)
        if found is None:
            rows = self._work.where(TeamMember, team_code=team_code) if team_code else ()
            found = self._members[team_code] = tuple(row.salesperson_code for row in rows)
        return found

    def check_organizer(self, code: str) -> None:
        """Check that a salesperson can organize a task.

        Raises:
            NotFound: there is no such salesperson.
            OrganizerWithoutEmail: the salesperson has no e-mail address.
        """
        if not self.salesperson(code).email:
            raise OrganizerWithoutEmail(code)

    def check_assignable(self, code: str) -> None:
        """Check that a salesperson can be entered on a task.

        Raises:
            NotFound: there is no such salesperson.
            Blocked: the salesperson is blocked.
        """
        if self.salesperson(code).blocked:
            raise Blocked("salesperson_code", code)
