-- What people confirmed, or took back, of what incidents taught: few entries, found without reading the rest.
create index journal_memory on journal (at, incident, seq) where type in ('Remembered', 'Forgotten');
