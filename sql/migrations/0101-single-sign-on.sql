-- Sign-in through an OpenID Connect issuer. Of a person there only a digest of the issuer and the
-- subject is kept; tokens never are.

-- Whose account somebody at an issuer opens, from the first sign-in on: an address that the issuer
-- gives to another person later opens nothing.
create table platform.staff_sign_on (
  digest bytea primary key check (octet_length(digest) = 32),
  issuer text not null,
  staff_id uuid not null references platform.staff (id),
  remembered_at timestamptz not null,
  unique (staff_id, issuer)
);

-- Who may read private status pages without an account of staff.
create table platform.reader_session (
  token_hash bytea primary key check (octet_length(token_hash) = 32),
  subject_digest bytea not null check (octet_length(subject_digest) = 32),
  opened_at timestamptz not null,
  expires_at timestamptz not null
);
create index reader_session_by_expiry on platform.reader_session (expires_at);
