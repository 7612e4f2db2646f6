-- Personal data: how long it is kept, as data, and who asked for it to be erased.

create table claims.retention_rules (
  incident_id uuid not null references incident.incident (id),
  version integer not null check (version >= 1),
  -- days from the last final decision, when nothing about the claim is open
  personal_days integer not null check (personal_days >= 1),
  published_by text not null,
  published_at timestamptz not null,
  primary key (incident_id, version)
);
create trigger retention_rules_append_only
  before update or delete or truncate on claims.retention_rules
  for each statement execute function claims.refuse_change();

create table claims.erasure_request (
  id uuid primary key,
  claim_id uuid not null references claims.claim (id),
  asked_by_kind text not null,
  asked_by text not null,
  asked_at timestamptz not null
);
create index erasure_request_by_claim on claims.erasure_request (claim_id, asked_at);

-- What is due to be erased is found by when it was decided.
create index decision_final on claims.decision (claim_id, approved_at)
  where approved_at is not null;
