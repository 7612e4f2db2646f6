-- Drills somebody answers for: planned, approved by another person, and held or called off.
-- Whether one was held is read from the records of drills; nothing here is ever changed.

alter table continuity.drill add column inventory_name text;

create table continuity.drill_plan (
  id uuid primary key,
  inventory_name text not null check (inventory_name <> ''),
  domains text[] not null check (cardinality(domains) between 1 and 2),
  kind text not null check (kind <> ''),
  shows jsonb not null check (jsonb_typeof(shows) = 'array'),
  owner text not null check (owner <> ''),
  due_on date not null,
  planned_at timestamptz not null,
  planned_by text not null,
  constraint drill_plan_by unique (id, planned_by)
);
create index drill_plan_by_due_day on continuity.drill_plan (due_on, id);

create table continuity.drill_approval (
  plan_id uuid primary key,
  planned_by text not null,
  approved_by text not null,
  approved_at timestamptz not null,
  constraint approval_of_plan foreign key (plan_id, planned_by)
    references continuity.drill_plan (id, planned_by),
  constraint another_approves check (approved_by <> planned_by)
);

create table continuity.drill_calling_off (
  plan_id uuid primary key references continuity.drill_plan (id),
  reason text not null check (reason <> ''),
  called_off_at timestamptz not null,
  called_off_by text not null
);

create trigger drill_plan_append_only before update or delete or truncate on continuity.drill_plan
  for each statement execute function continuity.refuse_change();
create trigger drill_approval_append_only before update or delete or truncate
  on continuity.drill_approval for each statement execute function continuity.refuse_change();
create trigger drill_calling_off_append_only before update or delete or truncate
  on continuity.drill_calling_off for each statement execute function continuity.refuse_change();
