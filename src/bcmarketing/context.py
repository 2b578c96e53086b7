"""Who asks, and on which day: the clocks and the user that Business Central takes from the session."""

import datetime as dt

import attrs

from .codes import code20, code50, is_bool, is_day, is_text, to_code
from .errors import WrongType


def _today(context: "Context") -> dt.date:
    return context.today


def _is_now(_context: object, attribute: "attrs.Attribute[dt.time]", value: object) -> None:
    if not isinstance(value, dt.time):
        raise WrongType(attribute.name, value, "is no time of day")


@attrs.frozen(kw_only=True)
class Context:
    """The clocks and the user of one request; nothing in the package reads a clock by itself.

    Attributes:
        today: the system date.
        work_date: the date the user works on; *today* unless given.
        now: the system time.
        user_id: the user's name; blank when nobody is logged in.
        user_salesperson_code: the salesperson set up for the user; blank for none.
        user_email: the user's e-mail address; a draft finds the user's salesperson by it.
        interactive: whether a person works on a page (Business Central then records manual changes and asks
            questions), or code does.

    >>> Context(today=dt.date(2027, 1, 11)).work_date
    datetime.date(2027, 1, 11)
    """

    today: dt.date = attrs.field(validator=is_day)
    work_date: dt.date = attrs.field(default=attrs.Factory(_today, takes_self=True), validator=is_day)
    now: dt.time = attrs.field(default=dt.time(0), validator=_is_now)
    user_id: str = attrs.field(default="", converter=to_code, validator=code50)
    user_salesperson_code: str = attrs.field(default="", converter=to_code, validator=code20)
    user_email: str = attrs.field(default="", validator=is_text)
    interactive: bool = attrs.field(default=False, validator=is_bool)
