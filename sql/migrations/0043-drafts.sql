-- Claims that are being written: kept for whoever wants to go on elsewhere, with the documents sent
-- so far, and the one-time codes that prove a contact. All of it is encrypted and forgotten by itself.

create table claims.draft (
  -- the id the claim will have
  claim_id uuid primary key,
  incident_id uuid not null references incident.incident (id),
  -- keyed, so that nobody who reads the table can try all telephone numbers
  contact_digest bytea not null check (octet_length(contact_digest) = 32),
  key_salt bytea not null check (octet_length(key_salt) = 32),
  content bytea not null,
  saved_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > saved_at)
);
create index draft_contact on claims.draft (contact_digest);
create index draft_old on claims.draft (expires_at);

create table claims.one_time_code (
  id uuid primary key,
  contact_digest bytea not null check (octet_length(contact_digest) = 32),
  -- keyed, over the id, the contact and the six digits
  code_digest bytea not null check (octet_length(code_digest) = 32),
  failure_count integer not null default 0 check (failure_count >= 0),
  made_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > made_at),
  taken_at timestamptz
);
create index one_time_code_contact on claims.one_time_code (contact_digest, made_at);
create index one_time_code_old on claims.one_time_code (expires_at);

-- A document on its way. It becomes evidence when its claim is filed, or is forgotten.
create table claims.upload (
  id uuid primary key,
  claim_id uuid not null,
  kind text not null check (kind <> ''),
  key_salt bytea not null check (octet_length(key_salt) = 32),
  filename bytea not null,
  byte_count integer not null check (byte_count > 0),
  -- set once the whole document is there and was examined
  media_type text,
  sha256 bytea check (octet_length(sha256) = 32),
  begun_at timestamptz not null,
  -- set when its claim was filed with it: the same claim sent again still finds it for an hour
  filed_at timestamptz,
  expires_at timestamptz not null check (expires_at > begun_at),
  constraint upload_examined_whole check ((media_type is null) = (sha256 is null))
);
create index upload_claim on claims.upload (claim_id);
create index upload_old on claims.upload (expires_at);

create table claims.upload_part (
  upload_id uuid not null references claims.upload (id) on delete cascade,
  -- the first byte of the part within the document
  position integer not null check (position >= 0),
  byte_count integer not null check (byte_count > 0),
  -- encrypted under the key salt of the upload
  content bytea not null,
  primary key (upload_id, position)
);
