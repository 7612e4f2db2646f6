-- When the company became aware of an incident and when it classified it: what the periods of DORA
-- and NIS2 run from. The last of a kind stands; earlier ones stay on record.

create table incident.milestone (
  id uuid primary key references incident.recorded (id),
  incident_id uuid not null references incident.incident (id),
  kind text not null check (kind in ('awareness', 'classification')),
  reached_at timestamptz not null,
  reason text not null check (btrim(reason) <> '')
);
create index milestone_of_incident on incident.milestone (incident_id, kind);

create trigger append_only before update or delete on incident.milestone
  for each row execute function incident.refuse_change();
