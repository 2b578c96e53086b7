"""Random sequences of processes on small tables; the invariants hold after every step."""

from typing import cast

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from bcmarketing.store.changes import ChangeSet
from bcmarketing.store.reader import Reader
from bcmarketing.testing.ground import NotImplementedByHost, small_tables
from bcmarketing.testing.invariants import check_invariants
from bcmarketing.testing.machine import CampaignMachine


def test_any_sequence_of_processes_keeps_the_invariants() -> None:
    run_state_machine_as_test(CampaignMachine, settings=settings(max_examples=25, stateful_step_count=200))


@pytest.mark.nightly
def test_any_long_sequence_of_processes_keeps_the_invariants() -> None:
    patient = settings(max_examples=400, stateful_step_count=300, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(CampaignMachine, settings=patient)


def test_the_machine_starts_from_tables_that_hold_the_invariants() -> None:
    check_invariants(small_tables())


def test_a_host_s_store_needs_its_own_way_to_apply_changes() -> None:
    with pytest.raises(NotImplementedByHost, match=r"override StoreMachine\.apply for the store object"):
        CampaignMachine().apply(cast("Reader", object()), ChangeSet())
