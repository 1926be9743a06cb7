"""The boundary between the two processes: frames (`codec`) and the local socket they travel on (`link`)."""
