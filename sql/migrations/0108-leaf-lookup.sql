-- Where a leaf stands is looked up by its hash. Hashes come in no order, so that each entry of a large log
-- touched a page of its own of the index. Under the 65,536 entries it belongs to, a new one touches
-- some hundred pages however large the log is; a lookup asks each such stretch. On a large log this takes about a
-- minute for ten million entries.

drop index disclosure.entry_by_leaf_hash;
create index entry_by_stretch_and_hash on disclosure.entry ((index >> 16), leaf_hash);
