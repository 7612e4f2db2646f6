-- Look-ups that failed, per network address, so that contacts cannot be tried one after another.
-- Every process of an installation sees the same rows. The address is kept as a keyed digest only.

create table claims.lookup_attempt (
  address_digest bytea primary key check (octet_length(address_digest) = 32),
  failure_count integer not null check (failure_count >= 1),
  last_failed_at timestamptz not null
);
create index lookup_attempt_old on claims.lookup_attempt (last_failed_at);
