package dev.runbook.app.security;

import dev.runbook.core.value.Digest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Accounts in memory.
public final class MemoryAccounts implements Accounts {

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Map<Digest, String> tokens = new ConcurrentHashMap<>();

    @Override
    public boolean none() {
        return accounts.isEmpty();
    }

    @Override
    public Optional<Account> find(String name) {
        return Optional.ofNullable(accounts.get(name));
    }

    @Override
    public boolean add(Account account) {
        return accounts.putIfAbsent(account.name(), account) == null;
    }

    @Override
    public void issue(String operator, Digest token, String label, Instant at) {
        tokens.put(token, operator);
    }

    @Override
    public Optional<Account> holder(Digest token, Instant now) {
        return Optional.ofNullable(tokens.get(token)).flatMap(this::find);
    }

    /// Lets this token act for a person.
    public MemoryAccounts letting(String token, String operator) {
        tokens.put(Digest.of(token), operator);
        return this;
    }
}
