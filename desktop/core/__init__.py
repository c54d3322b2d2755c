"""What a job is: requests, events, errors, the queue, samplers. No Qt, no ML, no I/O."""
