-- What opens the commitment to a run's totals that stands in the public log instead of the totals;
-- absent in runs approved before.

alter table settlement.determination_run
  add column totals_salt bytea check (octet_length(totals_salt) = 32);
