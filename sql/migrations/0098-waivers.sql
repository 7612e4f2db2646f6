-- The waivers that were in the files of an assessed inventory. They are no part of the inventory, so the same
-- inventory may be given again with others: a set is only ever added, and the latest counts. An assessment
-- without a set was made from an inventory alone: whether anything is waived is not known of it.

create table continuity.waivers_given (
  position bigint generated always as identity primary key,
  assessment_id uuid not null references continuity.assessment (id),
  waivers jsonb not null check (jsonb_typeof(waivers) = 'array'),
  given_at timestamptz not null,
  given_by text not null
);
create index waivers_given_by_assessment on continuity.waivers_given (assessment_id, position desc);

create trigger waivers_given_append_only before update or delete or truncate on continuity.waivers_given
  for each statement execute function continuity.refuse_change();
