-- What happened to every incident: the one truth, only ever added to.
--
-- hash = sha256(previous || ' ' || incident || ' ' || seq || ' ' || payload), in lower-case hexadecimal; the first entry
-- of an incident follows 64 zeros. The payload is the JSON that was hashed, byte for byte; at, actor and type repeat
-- what it says, for queries.
create table journal (
    incident text        not null,
    seq      bigint      not null check (seq > 0),
    at       timestamptz not null,
    actor    text        not null,
    type     text        not null,
    payload  text        not null,
    previous text        not null,
    hash     text        not null,
    primary key (incident, seq)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'the journal is append-only: % refused', tg_op;
end
$$;

create trigger journal_is_append_only
    before update or delete or truncate on journal
    for each statement execute function refuse_change();

-- One line for each incident. It follows from the journal and can be made again from it. The line is also the lock of
-- its incident: whoever adds to the journal moves its seq and hash on.
create table incident (
    id          text        primary key,
    seq         bigint      not null,
    hash        text        not null,
    title       text        not null,
    host        text,
    service     text,
    environment text        not null,
    category    text        not null,
    severity    text        not null,
    phase       text        not null,
    waiting_for text,
    runbook     text,
    reported_by text        not null,
    reported_at timestamptz not null,
    updated_at  timestamptz not null
) with (fillfactor = 70);

-- Not on what changes with every event (seq, hash, updated_at): such updates then stay within their page.
create index incident_by_time on incident (reported_at desc, id);
create index incident_by_phase on incident (phase, reported_at desc);
create index incident_by_severity on incident (severity, reported_at desc);
