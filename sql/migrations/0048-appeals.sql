-- Appeals: what an upheld one corrected, and the run that decides alike claims again.

-- The facts that the answer to an appeal corrects: which policy, and each fact's right value.
alter table claims.decision add column correction jsonb;

create table claims.redecision_run (
  id uuid primary key,
  incident_id uuid not null references incident.incident (id),
  appeal_id uuid not null references claims.appeal (id),
  -- the upheld answer that alike claims are measured by; each is carried over once
  decision_id uuid not null unique references claims.decision (id),
  member_count integer not null check (member_count >= 1),
  sums jsonb not null,
  -- names exactly the members and what each is to be given
  digest bytea not null check (octet_length(digest) = 32),
  proposed_by text not null,
  proposed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  constraint redecision_two_people check (approved_by <> proposed_by),
  constraint redecision_approved_whole check ((approved_by is null) = (approved_at is null))
);
create index redecision_by_incident on claims.redecision_run (incident_id, proposed_at);

create function claims.guard_redecision_run() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.approved_by is not null or
    (to_jsonb(new) - 'approved_by' - 'approved_at') is distinct from
    (to_jsonb(old) - 'approved_by' - 'approved_at')
  then
    raise exception 'claims.redecision_run % is approved or would change', old.id
      using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger redecision_run_guarded before update or delete on claims.redecision_run
  for each row execute function claims.guard_redecision_run();

create table claims.redecision_member (
  run_id uuid not null references claims.redecision_run (id),
  claim_id uuid not null references claims.claim (id),
  awards_before jsonb not null,
  awards jsonb not null,
  difference jsonb not null,
  -- of the claim when it was shown; a claim that changed since is left to a person
  event_count integer not null,
  outcome text check (outcome in ('decided', 'changed_meanwhile')),
  primary key (run_id, claim_id)
);
create index redecision_member_waiting on claims.redecision_member (run_id, claim_id)
  where outcome is null;
