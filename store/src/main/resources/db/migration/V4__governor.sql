-- Every effect on the world that was begun: what the governor looks at before another may begin. It follows from the
-- journal and is written in the same commits.
create table effect (
    key       text        primary key,
    incident  text        not null,
    estate    text        not null,
    service   text        not null,
    operation text        not null,
    target    text,
    purpose   text        not null,
    at        timestamptz not null,
    state     text        not null,
    -- Whether its incident still keeps others from the target.
    holds     boolean     not null
);

create index effect_by_target on effect (estate, target, at desc) where target is not null;
create index effect_by_service on effect (estate, service, at desc);
create index effect_by_incident on effect (incident);
create index effect_under_way on effect (incident) where state = 'UNDER_WAY';

-- What leave to begin an effect depends on. Who begins one moves the versions of its target and its service on, in the
-- commit that writes the intent; who turns the kill switch moves the switch's version on. Leave that was given by an
-- older version does not count.
create table governed_scope (
    name    text   primary key,
    version bigint not null
) with (fillfactor = 70);

insert into governed_scope values ('kill switch', 0);

-- Every turn of the kill switch, only ever added to. The last one says where it stands.
--
-- hash = sha256(previous || ' ' || 'kill switch' || ' ' || seq || ' ' || payload), in lower-case hexadecimal; the first
-- entry follows 64 zeros. The payload is the JSON that was hashed; at, actor, stopped and reason repeat what it says.
create table kill_switch (
    seq      bigint      primary key check (seq > 0),
    at       timestamptz not null,
    actor    text        not null,
    stopped  boolean     not null,
    reason   text        not null,
    payload  text        not null,
    previous text        not null,
    hash     text        not null
);

create trigger kill_switch_is_append_only
    before update or delete or truncate on kill_switch
    for each statement execute function refuse_change();
