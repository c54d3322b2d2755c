"""Desktop integration: Dock, notifications, sleep inhibition.

Each is a small interface with an implementation for a Mac and one for other systems; `job_status`
connects them to the session.
"""
