"""Where people and units stand: ranks, neighbours, units per head, frozen snapshots."""
