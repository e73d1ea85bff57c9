-- The people who may sign in, and the tokens that act for them.
create table operator (
    name          text        primary key,
    display_name  text        not null,
    password_hash text        not null,
    roles         text[]      not null
);

create table api_token (
    digest     text        primary key,
    operator   text        not null references operator (name),
    label      text        not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz
);

create index api_token_by_operator on api_token (operator, created_at);
