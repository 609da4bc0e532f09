"""Following by e-mail: an address is asked before it is written to, and one click stops it. No tracking of any kind."""
