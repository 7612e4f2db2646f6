-- The claims room: who was hurt, what they showed, what was decided, and the policies it rests on.

create schema claims;

create function claims.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'claims.% is append-only: % refused', tg_table_name, tg_op
    using errcode = 'restrict_violation';
end
$$;

create table claims.questionnaire (
  incident_id uuid not null references incident.incident (id),
  version integer not null check (version >= 1),
  incident_slug text not null,
  document jsonb not null,
  hash bytea not null check (octet_length(hash) = 32),
  published_by text not null,
  published_at timestamptz not null,
  primary key (incident_id, version)
);
create trigger questionnaire_append_only before update or delete on claims.questionnaire
  for each row execute function claims.refuse_change();

create table claims.policy_version (
  id uuid primary key,
  incident_id uuid not null references incident.incident (id),
  policy_id text not null check (policy_id <> ''),
  version text not null check (version <> ''),
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  title_ko text not null,
  title_en text not null,
  text text not null,
  applies text not null check (applies in ('automatic', 'on_claim', 'on_acceptance')),
  effective_from date,
  effective_until date check (effective_until > effective_from),
  author_id text not null,
  drafted_at timestamptz not null,
  approver_id text,
  published_at timestamptz,
  -- ascending in the order of publication; the newest of a policy applies
  publication integer unique,
  unique (incident_id, policy_id, version),
  constraint policy_two_people check (approver_id <> author_id),
  constraint policy_published_whole check (
    (approver_id is null) = (published_at is null) and
    (approver_id is null) = (publication is null))
);

-- A draft may be published once; nothing else of a policy version ever changes.
create function claims.guard_policy_version() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.published_at is not null or
    (to_jsonb(new) - 'approver_id' - 'published_at' - 'publication') is distinct from
    (to_jsonb(old) - 'approver_id' - 'published_at' - 'publication')
  then
    raise exception 'claims.policy_version % is immutable', old.id
      using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger policy_version_immutable before update or delete on claims.policy_version
  for each row execute function claims.guard_policy_version();

create table claims.claim (
  id uuid primary key,
  number text not null unique check (number ~ '^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}$'),
  incident_id uuid not null,
  questionnaire_version integer not null,
  channel text not null check (channel in ('portal', 'api', 'phone', 'csv', 'paper')),
  party_class text not null,
  party_id text,
  category text not null,
  kind text not null,
  service text not null,
  function_name text not null,
  stated_loss_minor bigint check (stated_loss_minor >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  answers jsonb not null,
  state text not null check (state in
    ('submitted', 'assessed', 'in_review', 'awaiting_evidence', 'decided', 'approved', 'closed')),
  submitted_at timestamptz not null,
  recorded_at timestamptz not null,
  event_count integer not null check (event_count >= 1),
  commitment bytea not null check (octet_length(commitment) = 32),
  -- erased together: what links the commitment to a person
  content_hash bytea check (octet_length(content_hash) = 32),
  salt bytea check (octet_length(salt) = 32),
  key_salt bytea check (octet_length(key_salt) = 32),
  personal bytea,
  erased_at timestamptz,
  loss_test jsonb,
  assessment jsonb,
  suggestion text check (suggestion in
    ('award', 'none', 'review', 'evidence_required', 'undecidable')),
  -- names the set of policies the assessment rests on
  assessed_under text,
  reviewer_id text,
  -- the last decision's people, who may not decide the appeal
  is_appealed boolean not null default false,
  foreign key (incident_id, questionnaire_version)
    references claims.questionnaire (incident_id, version),
  constraint claim_assessed_whole check (
    (assessment is null) = (suggestion is null) and
    (assessment is null) = (assessed_under is null)),
  constraint claim_erased_whole check (
    (erased_at is null) = (salt is not null) and
    (erased_at is null) = (key_salt is not null) and
    (erased_at is null) = (content_hash is not null) and
    (erased_at is null or personal is null))
);
create index claim_queue on claims.claim (incident_id, state, submitted_at, id);

create function claims.guard_claim() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or new.id <> old.id or new.number <> old.number
    or new.commitment <> old.commitment or new.submitted_at <> old.submitted_at
    or new.incident_id <> old.incident_id or new.event_count < old.event_count
    or (old.erased_at is not null and new.erased_at is null)
  then
    raise exception 'claims.claim %: number, commitment and filing time never change', old.id
      using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger claim_guarded before update or delete on claims.claim
  for each row execute function claims.guard_claim();

create table claims.claim_event (
  claim_id uuid not null references claims.claim (id),
  position integer not null check (position >= 1),
  type text not null,
  payload jsonb not null,
  actor_kind text not null,
  actor_id text not null,
  at timestamptz not null,
  primary key (claim_id, position)
);
create trigger claim_event_append_only before update or delete or truncate on claims.claim_event
  for each statement execute function claims.refuse_change();

-- Content and file name are encrypted under the claim's key salt; the hash is of the plain bytes.
create table claims.evidence (
  id uuid primary key,
  claim_id uuid not null references claims.claim (id),
  kind text not null,
  filename bytea not null,
  media_type text not null,
  byte_count integer not null check (byte_count > 0),
  sha256 bytea not null check (octet_length(sha256) = 32),
  content bytea,
  added_at timestamptz not null,
  -- the same document shown twice for the same purpose is kept once
  unique (claim_id, kind, sha256)
);

create table claims.decision (
  id uuid primary key,
  claim_id uuid not null references claims.claim (id),
  version integer not null check (version >= 1),
  outcome text not null check (outcome in ('award', 'deny', 'close')),
  reason_code text not null,
  awards jsonb not null check (jsonb_typeof(awards) = 'array'),
  note text,
  is_appeal boolean not null,
  commitment bytea not null check (octet_length(commitment) = 32),
  salt bytea not null check (octet_length(salt) = 32),
  decided_by text not null,
  decided_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  sent_back_by text,
  sent_back_at timestamptz,
  unique (claim_id, version),
  constraint decision_two_people check (approved_by <> decided_by),
  constraint decision_approved_whole check ((approved_by is null) = (approved_at is null)),
  constraint decision_sent_back_whole check ((sent_back_by is null) = (sent_back_at is null)),
  constraint decision_settled_once check (approved_by is null or sent_back_by is null),
  constraint award_names_something check ((outcome = 'award') = (jsonb_array_length(awards) > 0))
);
-- At most one decision of a claim waits for approval.
create unique index decision_pending on claims.decision (claim_id)
  where approved_by is null and sent_back_by is null;

create function claims.guard_decision() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.approved_by is not null or old.sent_back_by is not null or
    (to_jsonb(new) - 'approved_by' - 'approved_at' - 'sent_back_by' - 'sent_back_at')
    is distinct from
    (to_jsonb(old) - 'approved_by' - 'approved_at' - 'sent_back_by' - 'sent_back_at')
  then
    raise exception 'claims.decision % is settled or would change its content', old.id
      using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger decision_guarded before update or delete on claims.decision
  for each row execute function claims.guard_decision();

create table claims.appeal (
  id uuid primary key,
  claim_id uuid not null references claims.claim (id),
  decision_id uuid not null unique references claims.decision (id),
  statement bytea not null,
  opened_at timestamptz not null
);
