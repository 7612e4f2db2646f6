-- Seals over the audit: a signed hash chain, so that an entry that was changed, removed or put
-- between others afterwards is found by `amends audit check`.

create table platform.audit_seal (
  number bigint primary key check (number >= 1),
  -- the last entry that is sealed; every entry up to it was committed when the seal was made
  through bigint not null check (through >= 1),
  -- how many entries are sealed, from the first on
  entry_count bigint not null check (entry_count >= 1),
  digest bytea not null check (octet_length(digest) = 32),
  -- Ed25519 by the installation's key over number, through, entry_count and digest
  signature bytea not null check (octet_length(signature) = 64),
  sealed_at timestamptz not null
);

create trigger audit_seal_append_only before update or delete or truncate on platform.audit_seal
  for each statement execute function platform.refuse_change();
