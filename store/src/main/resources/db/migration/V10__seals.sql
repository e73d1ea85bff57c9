-- What the journal was, time after time: the last entry of every incident that has grown since the seal before. A seal
-- shows that entries, or a whole incident with its line, were there and are gone.
--
-- hash = sha256(previous || ' ' || 'seals' || ' ' || seq || ' ' || payload), in lower-case hexadecimal; the first seal
-- follows 64 zeros. The payload is {"at": TIME, "heads": {INCIDENT: "SEQ HASH", ...}}.
create table seal (
    seq      bigint primary key check (seq > 0),
    payload  text   not null,
    previous text   not null,
    hash     text   not null
);

create trigger seal_is_append_only
    before update or delete or truncate on seal
    for each statement execute function refuse_change();

insert into governed_scope values ('seals', 0);

-- How far each incident is sealed; follows from the seals.
create table sealed (
    incident text   primary key,
    seq      bigint not null
);
