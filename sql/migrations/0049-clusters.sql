-- Clusters: claims that are alike in what people rarely share. Compared by keyed digests only, so
-- that nobody reads an account or a contact out of this table; gone when the claim is erased.

create table claims.cluster_key (
  incident_id uuid not null,
  reason text not null check (reason in
    ('payee', 'contact', 'device', 'document', 'name', 'text')),
  key bytea not null check (octet_length(key) = 16),
  claim_id uuid not null references claims.claim (id),
  primary key (incident_id, reason, key, claim_id)
);
create index cluster_key_by_claim on claims.cluster_key (claim_id);

create table claims.cluster (
  id uuid primary key,
  incident_id uuid not null,
  reason text not null check (reason in
    ('payee', 'contact', 'device', 'document', 'name', 'text')),
  found_at timestamptz not null,
  -- what somebody found who looked at it; a new member opens it again
  note bytea,
  note_salt bytea check (octet_length(note_salt) = 32),
  closed_by text,
  closed_at timestamptz,
  constraint cluster_closed_whole check ((closed_by is null) = (closed_at is null)),
  constraint cluster_note_whole check ((note is null) = (note_salt is null))
);
create index cluster_by_incident on claims.cluster (incident_id, found_at, id);

create table claims.cluster_member (
  cluster_id uuid not null references claims.cluster (id),
  claim_id uuid not null references claims.claim (id),
  joined_at timestamptz not null,
  primary key (cluster_id, claim_id)
);
create index cluster_member_by_claim on claims.cluster_member (claim_id);
