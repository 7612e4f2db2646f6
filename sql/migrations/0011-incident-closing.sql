-- An incident is closed once, with a reason: its account is settled and no more is added to it.
-- Claims about it go on; they belong to another room.

create table incident.closing (
  id uuid primary key references incident.recorded (id),
  incident_id uuid not null unique references incident.incident (id),
  reason text not null check (btrim(reason) <> ''),
  closed_by text not null,
  closed_at timestamptz not null
);

create trigger append_only before update or delete on incident.closing
  for each row execute function incident.refuse_change();
