# Watch the ints above 256 take the free slots, and a new block being filled when no slot is left.
range(300)
