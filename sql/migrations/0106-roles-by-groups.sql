-- Whether a member's roles are those of their groups at the issuer, read anew at each sign-in there.
-- So it is of accounts that groups made, until somebody changes the roles by hand.
alter table platform.staff add column follows_groups boolean not null default false;

-- Readers whose groups let them read no more are out of every page at once.
create index reader_session_by_subject on platform.reader_session (subject_digest);
