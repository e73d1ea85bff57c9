-- Every alert that was taken in, and what became of it. Only added to, but for ended_at, and written after what the
-- journal says of it.
create table alert (
    seq          bigint      generated always as identity primary key,
    notification text        not null,
    at           timestamptz not null,
    source       text        not null,
    fingerprint  text        not null,
    outbreak     text        not null,
    name         text        not null,
    component    text        not null,
    text         text        not null,
    severity     text        not null,
    started_at   timestamptz not null,
    labels       text        not null,
    fate         text        not null check (fate in ('OPENED', 'DEDUPLICATED', 'CORRELATED')),
    incident     text        not null,
    because      text        not null,
    ended_at     timestamptz,
    -- What a list is searched by.
    words        text        not null
        generated always as (lower(name || ' ' || component || ' ' || source || ' ' || incident)) stored
);

create index alert_by_notification on alert (notification, seq desc);
create index alert_by_fingerprint on alert (fingerprint, seq desc);
create index alert_by_outbreak on alert (outbreak, seq desc);
create index alert_by_incident on alert (incident, seq);
create index alert_by_time on alert (at, fate);

-- The open incidents of an environment are looked at for one that an alert belongs to.
create index incident_open_there on incident (environment, reported_at desc) where phase not in ('RESOLVED', 'CLOSED');

-- Who acted is asked, too: what systems and the engine remark is no act of a person.
drop index journal_milestones;
create index journal_milestones on journal (at, incident, type, actor)
    where type in ('Approved', 'Denied', 'Vetoed', 'Answered', 'Commented', 'Resolved', 'Escalated', 'Verified',
        'NotVerified');

-- The lists that operators keep: a filter of the dashboard under a name.
create table saved_view (
    operator text not null references operator (name),
    name     text not null,
    shown    text not null,
    severity text not null,
    words    text not null,
    primary key (operator, name)
);
