-- Contacts are indexed as claims arrive, many in one event; filing a claim tells one ear less.
-- What was told before is still heard.

delete from platform.subscription
  where consumer = 'claims_index_contact' and event_type = 'claim_submitted';
