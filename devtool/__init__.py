"""The modules of ./dev: standard library only, because they run before anything is installed."""
