"""What people who come from another terminal program are used to: its flags, completion."""
