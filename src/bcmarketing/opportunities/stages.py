"""Where an opportunity can go from where it stands: the moves of an update, and what each is recorded as."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import attrs

from .records import ActionTaken, ActionType, SalesCycleStage

#: The order in which an update proposes its action type: the first that is available.
_PROPOSED: Final = (
    ActionType.FIRST,
    ActionType.NEXT,
    ActionType.UPDATE,
    ActionType.PREVIOUS,
    ActionType.SKIP,
    ActionType.JUMP,
)
_RECORDED: Final = {
    ActionType.BLANK: ActionTaken.BLANK,
    ActionType.FIRST: ActionTaken.BLANK,
    ActionType.NEXT: ActionTaken.NEXT,
    ActionType.PREVIOUS: ActionTaken.PREVIOUS,
    ActionType.SKIP: ActionTaken.JUMPED,
    ActionType.UPDATE: ActionTaken.UPDATED,
    ActionType.JUMP: ActionTaken.JUMPED,
}
#: What a skip or jump counts as when its nearest stage is chosen by hand.
_NEAREST: Final = {ActionType.SKIP: ActionTaken.NEXT, ActionType.JUMP: ActionTaken.PREVIOUS}


@attrs.frozen
class Moves:
    """The stages that each available action type offers, the proposed one first.

    An action type that is missing is not available.
    """

    targets: Mapping[ActionType, tuple[SalesCycleStage, ...]] = attrs.field(hash=False)

    @property
    def proposed(self) -> ActionType:
        """The action type that an update starts with; ``BLANK`` when nothing is possible."""
        return next((kind for kind in _PROPOSED if kind in self.targets), ActionType.BLANK)

    def target(self, action_type: ActionType, stage: int | None = None) -> SalesCycleStage | None:
        """Return the stage with this number, or the default one, if the action type offers it."""
        offered = self.targets.get(action_type, ())
        if stage is None:
            return offered[0] if offered else None
        return next((one for one in offered if one.stage == stage), None)

    def recorded_as(self, action_type: ActionType, stage: int | None) -> ActionTaken:
        """Return what a move is recorded as; *stage* is the stage chosen by hand, ``None`` the untouched default.

        Skipping to the next stage by explicit choice is a "next", jumping back to the one before a "previous".
        """
        target = self.target(action_type)
        if stage is not None and target is not None and target.stage == stage:
            return _NEAREST.get(action_type, _RECORDED[action_type])
        return _RECORDED[action_type]


def in_order(stages: Iterable[SalesCycleStage]) -> tuple[SalesCycleStage, ...]:
    """Return stages in the order in which "first", "next" and "previous" take them: by number."""
    return tuple(sorted(stages, key=lambda stage: stage.stage))


def possible_moves(stages: Iterable[SalesCycleStage], current: int | None) -> Moves:
    """Return where an opportunity can go in its sales cycle.

    Args:
        stages: the stages of the cycle, in any order.
        current: the stage of the active entry; ``None`` when there is no active entry.

    An active entry that stands on no stage of the cycle leaves nothing but closing.

    Source: table 5093, CreateStageList.

    >>> stages = [SalesCycleStage(sales_cycle_code="FIRM", stage=no, allow_skip=no == 2) for no in (1, 2, 3)]
    >>> moves = possible_moves(stages, 1)
    >>> {kind.name: [target.stage for target in targets] for kind, targets in moves.targets.items()}
    {'NEXT': [2], 'SKIP': [2, 3], 'UPDATE': [1]}
    >>> moves.proposed, moves.recorded_as(ActionType.SKIP, 2), moves.recorded_as(ActionType.SKIP, None)
    (ActionType.NEXT, ActionTaken.NEXT, ActionTaken.JUMPED)
    """
    ordered = in_order(stages)
    if current is None:
        return Moves({ActionType.FIRST: ordered[:1]} if ordered else {})
    here = next((place for place, stage in enumerate(ordered) if stage.stage == current), None)
    if here is None:
        return Moves({})
    below, above = ordered[:here][::-1], ordered[here + 1 :]
    skips = _skips(above)
    offered = {
        ActionType.NEXT: above[:1],
        ActionType.PREVIOUS: below[:1],
        ActionType.SKIP: skips if len(skips) > 1 else (),
        ActionType.UPDATE: ordered[here : here + 1],
        ActionType.JUMP: below if len(below) > 1 else (),
    }
    return Moves({kind: targets for kind, targets in offered.items() if targets})


def _skips(above: Sequence[SalesCycleStage]) -> tuple[SalesCycleStage, ...]:
    """Return the next stage, if it may be skipped, and those after it up to the first that may not."""
    if not above or not above[0].allow_skip:
        return ()
    stop = next((place for place, stage in enumerate(above) if not stage.allow_skip), len(above) - 1)
    return tuple(above[: stop + 1])
