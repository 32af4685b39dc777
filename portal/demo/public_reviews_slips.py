"""The tokens of the demo's printed visit slips: known beforehand, so that the loop can be tried without a printer."""

PER_COUNTER = 30


def demo_slips(counter_code: str) -> list[str]:
    return [f"demo-{counter_code}-{number:02d}" for number in range(1, PER_COUNTER + 1)]
