-- What comparing and indexing wrote about a claim while it was being erased, and the digests of erased
-- documents: an unkeyed digest tells whoever has a document that its owner filed it.

delete from claims.cluster_key k using claims.claim c
  where c.id = k.claim_id and c.erased_at is not null;
delete from claims.cluster_member m using claims.claim c
  where c.id = m.claim_id and c.erased_at is not null;
delete from claims.claim_contact k using claims.claim c
  where c.id = k.claim_id and c.erased_at is not null;

alter table claims.evidence alter column sha256 drop not null;
update claims.evidence e set sha256 = null from claims.claim c
  where c.id = e.claim_id and c.erased_at is not null;
alter table claims.evidence add constraint evidence_digest_whole
  check (content is null or sha256 is not null);
