-- Who holds which role within an incident, since when and why. A row gives a role to a member of staff
-- or, where nobody is named, lays it down; a role is held by one at a time, and the last row of a role
-- stands. The names of roles are kept as they were, so that a playbook changed later changes no record.

create table incident.role_change (
  id uuid primary key references incident.recorded (id),
  incident_id uuid not null references incident.incident (id),
  -- counts the changes of a role from 1, so that two at one instant have an order
  position int not null check (position > 0),
  role text not null,
  title_ko text not null check (btrim(title_ko) <> ''),
  title_en text not null check (btrim(title_en) <> ''),
  held_by uuid,
  since timestamptz not null,
  reason text not null check (btrim(reason) <> ''),
  unique (incident_id, role, position)
);

create trigger append_only before update or delete on incident.role_change
  for each row execute function incident.refuse_change();
