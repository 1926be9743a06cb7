"""How fast, how large, how smooth: each module measures one thing, beside a peer where one is there."""
