"""What turns codes into words."""
