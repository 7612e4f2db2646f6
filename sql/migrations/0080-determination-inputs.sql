-- The facts a determination run read, made anonymous in groups of at least five parties, so that
-- its totals can be recomputed by anybody once they are published.

create table settlement.determination_input (
  run_id uuid primary key references settlement.determination_run (id),
  -- JSON, amends-population/1; kept as text so that its bytes can be hashed
  document text not null
);
create trigger append_only before update or delete or truncate on settlement.determination_input
  for each statement execute function platform.refuse_change();
