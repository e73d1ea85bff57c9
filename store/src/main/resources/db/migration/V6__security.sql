-- Operators can be closed, must change a one-time password, and may be limited to services and environments: names, in
-- which * stands for anything; all when empty.
alter table operator
    add column standing     text   not null default 'ACTIVE'
        check (standing in ('ACTIVE', 'MUST_CHANGE_PASSWORD', 'CLOSED')),
    add column services     text[] not null default '{}',
    add column environments text[] not null default '{}';

-- The highest role with which a token acts; that of its operator when it is null.
alter table api_token add column role text;

-- What was done about access: signing in, accounts, tokens, settings, the kill switch. Only ever added to.
--
-- hash = sha256(previous || ' ' || 'security log' || ' ' || seq || ' ' || payload), in lower-case hexadecimal; the first
-- entry follows 64 zeros. The payload is the JSON that was hashed; the columns before it repeat what it says.
create table security_event (
    seq      bigint      primary key check (seq > 0),
    at       timestamptz not null,
    act      text        not null,
    actor    text        not null,
    subject  text        not null,
    detail   text        not null,
    payload  text        not null,
    previous text        not null,
    hash     text        not null
);

create trigger security_event_is_append_only
    before update or delete or truncate on security_event
    for each statement execute function refuse_change();

-- How many entries there are, so that one that was cut off at the end is missed. Whoever adds one moves it on.
insert into governed_scope values ('security log', 0);
