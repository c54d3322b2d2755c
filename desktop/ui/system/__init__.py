"""What the desktop around the window offers: Dock, notifications, staying awake.

Each thing is a small interface with one implementation for a Mac and one for elsewhere;
`while_working` connects them to the session.
"""
