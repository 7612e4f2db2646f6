-- Ways in from the company's own app: each signed assertion once, each code once.

create table claims.app_entry (
  issuer text not null,
  -- of the assertion's id, so that the same assertion is never taken twice
  token_digest bytea not null check (octet_length(token_digest) = 32),
  code_digest bytea not null unique check (octet_length(code_digest) = 32),
  incident_id uuid not null references incident.incident (id),
  key_salt bytea not null check (octet_length(key_salt) = 32),
  -- account, plan and usage, encrypted; gone once the code is taken
  content bytea,
  made_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > made_at),
  taken_at timestamptz,
  primary key (issuer, token_digest)
);
create index app_entry_old on claims.app_entry (expires_at);
