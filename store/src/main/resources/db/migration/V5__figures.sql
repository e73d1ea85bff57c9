-- The entries that the figures of the dashboard count: few of each incident, found without reading the rest.
create index journal_milestones on journal (at, incident, type)
    where type in ('Approved', 'Denied', 'Vetoed', 'Answered', 'Commented', 'Resolved', 'Escalated', 'Verified',
        'NotVerified');

-- Those that are not over, counted on every page.
create index incident_open on incident (phase, severity) where phase not in ('RESOLVED', 'CLOSED');
