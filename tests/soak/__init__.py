"""Hours of work and a thousand deaths of engine and window: nothing lost, nothing drawn twice.

`make soak`, or `python -m tests.soak [--engine-kills N] [--window-kills N] [--pictures N]
[--minutes N] [--workers N]`. What was done stands in build/soak/state.json: a run that was ended
goes on where it was, and prints all of it. `--anew` begins again.
"""
