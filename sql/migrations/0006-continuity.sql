-- The continuity room: what the loss of a site takes down and whether it can be brought back.
-- An assessment is only ever added: another inventory, or other losses, make another row.

create schema continuity;

create table continuity.assessment (
  id uuid primary key,
  incident_id uuid references incident.incident (id),
  inventory_name text not null check (inventory_name <> ''),
  inventory_hash text not null check (inventory_hash ~ '^[0-9a-f]{64}$'),
  losses_hash text not null check (losses_hash ~ '^[0-9a-f]{64}$'),
  inventory jsonb not null,
  verdict jsonb not null,
  assessed_at timestamptz not null,
  assessed_by text not null,
  constraint assessed_once unique nulls not distinct (inventory_hash, losses_hash, incident_id),
  constraint verdict_of_inventory check (verdict ->> 'inventoryHash' = inventory_hash)
);
create index assessment_by_time on continuity.assessment (assessed_at desc, id);

create function continuity.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '%.% is append-only: % refused', tg_table_schema, tg_table_name, tg_op
    using errcode = 'restrict_violation';
end
$$;

create trigger assessment_append_only before update or delete or truncate on continuity.assessment
  for each statement execute function continuity.refuse_change();
