-- By which contact a claim can be found again, and whether the contact was proved by a code.

create table claims.claim_contact (
  claim_id uuid primary key references claims.claim (id),
  contact_digest bytea not null check (octet_length(contact_digest) = 32),
  confirmed_at timestamptz
);
create index claim_contact_digest on claims.claim_contact (contact_digest);

-- Erasing a claim takes the way to find its person with it.
create function claims.forget_contact() returns trigger language plpgsql as $$
begin
  delete from claims.claim_contact where claim_id = new.id;
  return null;
end
$$;
create trigger claim_contact_forgotten after update of erased_at on claims.claim
  for each row when (old.erased_at is null and new.erased_at is not null)
  execute function claims.forget_contact();

create index claim_party on claims.claim (incident_id, party_id) where party_id is not null;
