"""What pages, the API and other apps get of 申活宝."""
