-- A statement of shares may be about one cause; without one it is about the incident as a whole.

alter table incident.responsibility add column finding_id uuid references incident.finding (id);
