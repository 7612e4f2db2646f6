-- Review: in which order claims are looked at, whose they are, what colleagues note, what is masked,
-- which decisions a further person looks at, and what is told to a whole group.

alter table claims.claim
  -- 1 urgent, 2 raised, 3 usual
  add column priority smallint not null default 3 check (priority between 1 and 3),
  add column assigned_to text,
  -- while the claimant is asked for more, the clock stands still
  add column paused_at timestamptz,
  add column paused_ms bigint not null default 0 check (paused_ms >= 0),
  -- the filing moved forward by every pause: what waited longest comes first
  add column clock_from_ms bigint not null generated always as (
    floor(extract(epoch from submitted_at - timestamptz '1970-01-01 00:00:00+00') * 1000)::bigint
    + paused_ms) stored;

-- The work of reviewers, in their order; what it is filtered by is in the index.
create index claim_desk on claims.claim (incident_id, priority, clock_from_ms, id)
  include (state, service, party_class, category, kind, suggestion, channel, assigned_to,
    is_appealed)
  where state in ('assessed', 'in_review');
create index claim_assigned on claims.claim (assigned_to, priority, clock_from_ms, id)
  where assigned_to is not null and state in ('assessed', 'in_review');
create index decision_waiting on claims.decision (decided_at, id)
  where approved_by is null and sent_back_by is null;

-- Targets, sampling and deadlines of an incident; the newest version applies.
create table claims.review_rules (
  incident_id uuid not null references incident.incident (id),
  version integer not null check (version >= 1),
  document jsonb not null,
  published_by text not null,
  published_at timestamptz not null,
  primary key (incident_id, version)
);
create trigger review_rules_append_only before update or delete or truncate on claims.review_rules
  for each statement execute function claims.refuse_change();

-- Decisions drawn for a second look; it comes before approval and is no approval.
create table claims.second_review (
  decision_id uuid primary key references claims.decision (id),
  cause text not null check (cause in ('sample', 'amount', 'cluster')),
  decided_by text not null,
  drawn_at timestamptz not null,
  answer text check (answer in ('agrees', 'differs')),
  answered_by text,
  answered_at timestamptz,
  note text,
  constraint second_review_other_person check (answered_by <> decided_by),
  constraint second_review_whole check (
    (answer is null) = (answered_by is null) and (answer is null) = (answered_at is null))
);
create function claims.guard_second_review() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.answer is not null or
    (to_jsonb(new) - 'answer' - 'answered_by' - 'answered_at' - 'note') is distinct from
    (to_jsonb(old) - 'answer' - 'answered_by' - 'answered_at' - 'note')
  then
    raise exception 'claims.second_review of % is answered or would change', old.decision_id
      using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger second_review_guarded before update or delete on claims.second_review
  for each row execute function claims.guard_second_review();

-- What staff write to one another; encrypted like everything about the claimant.
create table claims.note (
  id uuid primary key,
  claim_id uuid not null references claims.claim (id),
  text bytea not null,
  written_by text not null,
  written_at timestamptz not null
);
create index note_by_claim on claims.note (claim_id, written_at);

-- Parts of what a claimant sent that staff do not see; the original stays sealed as it came.
create table claims.mask (
  id uuid primary key,
  claim_id uuid not null references claims.claim (id),
  part text not null check (part in ('free_text', 'statement', 'evidence')),
  -- the appeal or the document; absent for the free text
  part_id uuid,
  -- a stretch of text, in characters; absent for a whole document
  from_character integer check (from_character >= 0),
  until_character integer check (until_character > from_character),
  reason text not null check (reason in ('other_person', 'not_needed', 'insult', 'secret')),
  masked_by text not null,
  masked_at timestamptz not null,
  lifted_by text,
  lifted_at timestamptz,
  constraint mask_stretch_whole check ((from_character is null) = (until_character is null)),
  constraint mask_of_something check ((part = 'free_text') = (part_id is null)),
  constraint mask_lifted_whole check ((lifted_by is null) = (lifted_at is null))
);
create index mask_by_claim on claims.mask (claim_id);

-- One reply to every claim of a group; who files later and belongs to it is told as well.
create table claims.group_reply (
  id uuid primary key,
  incident_id uuid not null references incident.incident (id),
  part jsonb not null,
  text_ko text not null check (text_ko <> ''),
  text_en text not null check (text_en <> ''),
  is_kept_open boolean not null,
  written_by text not null,
  written_at timestamptz not null
);
create trigger group_reply_append_only before update or delete or truncate on claims.group_reply
  for each statement execute function claims.refuse_change();
create index group_reply_by_incident on claims.group_reply (incident_id, written_at);

create table claims.told (
  reply_id uuid not null references claims.group_reply (id),
  claim_id uuid not null references claims.claim (id),
  told_at timestamptz not null,
  primary key (reply_id, claim_id)
);
create index told_by_claim on claims.told (claim_id);
