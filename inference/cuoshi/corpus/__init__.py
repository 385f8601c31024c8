"""Many files to a results folder, resumable: which files, what is done, who reads (children, a cluster's workers)."""
