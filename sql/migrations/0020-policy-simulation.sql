-- A determination run can say which earlier run it determines anew; only the difference is posted.
alter table settlement.determination_run
  add column replaces_run_id uuid references settlement.determination_run (id);

-- What a policy version would cost and whom it would miss, over a population, before it is published.
create table claims.policy_simulation (
  id uuid primary key,
  policy_version_id uuid not null references claims.policy_version (id),
  population_hash text not null check (population_hash ~ '^[0-9a-f]{64}$'),
  party_count bigint not null check (party_count >= 0),
  result jsonb not null,
  simulated_by text not null,
  simulated_at timestamptz not null,
  unique (policy_version_id, population_hash, simulated_at)
);
create index policy_simulation_of_version on claims.policy_simulation (policy_version_id, simulated_at desc);

-- What was simulated stays as it was.
create function claims.guard_policy_simulation() returns trigger language plpgsql as $$
begin
  raise exception 'claims.policy_simulation % is immutable', old.id using errcode = 'restrict_violation';
end
$$;
create trigger policy_simulation_immutable before update or delete on claims.policy_simulation
  for each row execute function claims.guard_policy_simulation();
