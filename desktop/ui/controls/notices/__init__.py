"""What belongs to notices: their details, their history, bugs that come again and again."""
