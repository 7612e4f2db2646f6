-- A million payouts, in the order they are worked through.

-- Awards are paid page by page in the order of their ids: the index gives a page as it stands, so
-- that none is found by sorting all of them.
create index award_in_order on settlement.award (incident_id, remedy, id);
drop index settlement.award_of_incident;
-- The latest payee of a claim is the end of its rows.
create index payee_latest on settlement.payee (claim_id, changed_at, id);
drop index settlement.payee_of_claim;

-- A file that is handed over changes all of its payments at once, each beside where it was.
alter table settlement.rail_payment set (fillfactor = 45);
