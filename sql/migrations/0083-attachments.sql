-- Documents attached to the timeline. Of a public entry what is kept is what everybody is shown:
-- without what was beside its content, in clear. Of a private one the original is kept, encrypted
-- under a salt of its own.

create table incident.attachment (
  id uuid primary key references incident.recorded (id),
  incident_id uuid not null references incident.incident (id),
  entry_id uuid not null references incident.timeline_entry (id),
  is_public boolean not null,
  filename bytea not null,
  media_type text not null,
  byte_count integer not null check (byte_count > 0),
  -- of the bytes that are kept, before encryption
  sha256 bytea not null check (octet_length(sha256) = 32),
  key_salt bytea check (octet_length(key_salt) = 32),
  content bytea not null,
  check (is_public = (key_salt is null)),
  unique (entry_id, sha256)
);
create index attachment_of_incident on incident.attachment (incident_id, entry_id);
create index attachment_by_hash on incident.attachment (sha256) where is_public;

create trigger append_only before update or delete on incident.attachment
  for each row execute function incident.refuse_change();

-- What is attached is as public as the entry it is attached to.
create function incident.check_attachment() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from incident.timeline_entry e where e.id = new.entry_id
    and e.incident_id = new.incident_id and (e.visibility = 'public') = new.is_public)
  then
    raise exception 'incident: attachment % is not as public as its entry', new.id
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger as_public_as_its_entry before insert on incident.attachment
  for each row execute function incident.check_attachment();
