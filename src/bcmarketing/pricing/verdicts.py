"""What became of a price record that was looked at."""

import enum


class Verdict(enum.Enum):
    """The first test that a record failed, the comparison it lost, or that it won.

    The first group are the tests of the candidates, in Business Central's order; the second the comparisons.
    The last is only said of changes that `what_would_win` has tried.
    """

    QUALIFIES = "qualifies"
    OTHER_ENGINE = "is a record of the other price engine"
    NOT_ACTIVE = "is not active"
    NOT_SALE = "is not for sales"
    OTHER_AMOUNT = "defines only the other of price and discount"
    EXPIRED = "has expired"
    OTHER_CURRENCY = "is in another currency"
    OTHER_UNIT = "is for another unit of measure"
    NOT_STARTED = "has not started yet"
    OTHER_SOURCE = "is assigned to somebody else"
    OTHER_PRODUCT = "is for another product"
    OTHER_VARIANT = "is for another variant"
    OTHER_WORK_TYPE = "is for another work type"
    HIDDEN_BY_PRODUCT = "is hidden: its source has a line closer to the product"
    HIDDEN_BY_SOURCE = "is hidden: a source of a higher level has a line"
    BELOW_MINIMUM = "needs a larger quantity"

    NO_DISCOUNT = "gives no discount"
    OTHER_SOURCE_DECIDES = "is outranked: a source of a higher rank has a line"
    NOT_OF_CAMPAIGN = "is outranked: a campaign has a line"
    LESS_SPECIFIC = "is less specific in currency and variant than another"
    DEARER = "is dearer than another"
    LOWER = "is lower than another"
    TIED = "ties with another, which comes first"
    REPLACED = "gave way to another in the order of the records"
    WINS = "wins"

    NOT_PRICED = "qualifies only where some price cannot be converted"

    def __repr__(self) -> str:
        return f"Verdict.{self.name}"
