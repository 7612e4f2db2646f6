-- Pictures that claims show, compared by how they look: saved anew or cut at the edges they are
-- other bytes. Compared by keyed digests as everything that is alike is; what is compared exactly is
-- a small grey copy, sealed with the claim's key and gone with the claim.

alter table claims.cluster_key drop constraint cluster_key_reason_check,
  add constraint cluster_key_reason_check check (reason in
    ('payee', 'contact', 'device', 'document', 'picture', 'name', 'text'));
alter table claims.cluster drop constraint cluster_reason_check,
  add constraint cluster_reason_check check (reason in
    ('payee', 'contact', 'device', 'document', 'picture', 'name', 'text'));

-- one row for each picture that was looked at; no copy when it shows too little to be compared
create table claims.evidence_picture (
  evidence_id uuid primary key references claims.evidence (id),
  claim_id uuid not null references claims.claim (id),
  thumbnail bytea
);
create index evidence_picture_by_claim on claims.evidence_picture (claim_id);
