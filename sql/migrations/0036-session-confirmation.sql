-- When the member last gave their password in a session: what moves money asks for it anew.

alter table platform.session add column confirmed_at timestamptz;
update platform.session set confirmed_at = created_at;
