-- What a determination run gives each party beyond what earlier runs granted it, summed by class and
-- clause, with the hashes of the files that it was reckoned from: what is posted in the place of a
-- difference of class totals. Recorded with the proposal and never changed.

create table settlement.determination_due (
  run_id uuid primary key references settlement.determination_run (id),
  document jsonb not null
);
create trigger append_only before update or delete or truncate on settlement.determination_due
  for each statement execute function platform.refuse_change();
