"""Background work: queues of leased rows, errands that come again, and the worker that sees to both."""
