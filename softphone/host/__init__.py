"""This computer: files, processes, clock, log. No Qt here, so that every thread of both processes may use it."""
