"""What 申活宝 tells others, after the commit. Ids, counts and states only: no amount, no account, no name."""
