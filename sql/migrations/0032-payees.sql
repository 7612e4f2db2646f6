-- Where a claimant asked to be paid after all: each change is a new row, sealed like the claim's own.

create table settlement.payee (
  id uuid primary key,
  claim_id uuid not null,
  incident_id uuid not null references incident.incident (id),
  salt bytea,
  sealed bytea not null,
  -- a keyed hash of bank and account, to find payees that several claims share
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
  changed_by text not null,
  changed_at timestamptz not null,
  -- not paid before: the cool-down in which the claimant may object
  usable_from timestamptz not null check (usable_from >= changed_at)
);
create index payee_of_claim on settlement.payee (claim_id, changed_at);
create index payee_by_fingerprint on settlement.payee (fingerprint);
