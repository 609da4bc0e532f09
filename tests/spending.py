"""A process of its own that calls many times at once: `python -m tests.spending <holder> <plan> <instant> <calls>`.

Prints how many of its calls were granted. Called by test_budgets.py; the database is that of the environment.
"""

import json
import sys
import threading
from datetime import datetime
from itertools import count

import django

# Three such processes and the test itself fit into the hundred connections of a server as it comes.
THREADS = 18


def granted(holder: str, plan, now: datetime, calls: int) -> int:
    """How many of so many calls, from many threads at once, are within the budget."""
    from django.db import connection

    from syndication.budgets import spend

    start, told, number = threading.Barrier(THREADS), [], count()

    def call():
        try:
            connection.ensure_connection()
            start.wait()
            while next(number) < calls:
                told.append(spend(holder, plan, now).is_granted)
        finally:
            connection.close()

    threads = [threading.Thread(target=call) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == calls
    return sum(told)


def main(holder: str, plan: str, now: str, calls: str) -> None:
    django.setup()
    from syndication.plans import Plan

    print(granted(holder, Plan(*json.loads(plan)), datetime.fromisoformat(now), int(calls)))


if __name__ == "__main__":
    main(*sys.argv[1:])
