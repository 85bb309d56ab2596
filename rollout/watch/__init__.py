"""What is new in a scope, told by itself: to a folder, by mail, to a webhook; each thing once to each recipient."""
