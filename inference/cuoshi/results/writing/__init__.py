"""Write a results folder, whole or again, and bring up to date what was made of its tables on request."""
