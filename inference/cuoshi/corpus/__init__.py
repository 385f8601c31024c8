"""Many files to a results folder, resumable: which files, what is done, the children that read."""
