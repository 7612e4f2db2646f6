-- A million payouts: what is worked through in pages is found in the order of the pages.

-- A statement is kept as it is read and matched a page at a time: its lines are found by their
-- file, in order, in either direction.
create index rail_line_of_file on settlement.rail_line (file_id, direction, line_id);

-- A run is worked through award by award, and each chunk of it is a range of awards: one index finds
-- both, and grows at its end as payouts are proposed.
create index payout_of_run_by_award on settlement.payout (run_id, award_id);
drop index settlement.payout_of_run;
