-- What a correction of the times on record, or the adoption of other ones, meant in money when it
-- was recorded: reckoned over the parties known then, and kept as it was shown.

create table incident.correction_cost (
  record_id uuid primary key references incident.recorded (id),
  incident_id uuid not null references incident.incident (id),
  impact_id uuid not null references incident.impact (id),
  -- amends-correction/1
  document jsonb not null,
  reckoned_at timestamptz not null
);
create index correction_cost_of_incident on incident.correction_cost (incident_id, reckoned_at);

create trigger append_only before update or delete on incident.correction_cost
  for each row execute function incident.refuse_change();
