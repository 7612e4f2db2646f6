-- A message to a claimant about what happened to the claim: written down before it is sent, so that
-- it is sent once or not at all, never twice. Nothing of what it said, and nobody's address, is kept.
create table settlement.claimant_news (
  -- what it tells of: the kind and the id of what happened, so that two events of one thing are one
  key text primary key,
  claim_id uuid not null,
  kind text not null
    check (kind in ('evidence_asked', 'decision_approved', 'payment_made', 'payment_returned')),
  -- `sending` that stays so: the process ended while it was sent, and nobody knows
  state text not null check (state in ('sending', 'sent', 'not_taken', 'unreachable')),
  attempt_count integer not null default 1,
  at timestamptz not null
);
create index claimant_news_of_claim on settlement.claimant_news (claim_id);
