package dev.runbook.app.security;

import dev.runbook.core.value.Digest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// Accounts in memory.
public final class MemoryAccounts implements Accounts {

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Map<String, ConcurrentSkipListMap<String, SavedView>> views = new ConcurrentHashMap<>();
    private final Map<Digest, AccessToken> tokens = new ConcurrentHashMap<>();

    @Override
    public boolean none() {
        return accounts.isEmpty();
    }

    @Override
    public List<Account> all() {
        return accounts.values().stream()
                .sorted(Comparator.comparing(Account::name))
                .toList();
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
    public boolean change(Account account) {
        return accounts.replace(account.name(), account) != null;
    }

    @Override
    public void issue(AccessToken token) {
        tokens.put(token.digest(), token);
    }

    @Override
    public List<SavedView> views(String operator) {
        return List.copyOf(
                views.getOrDefault(operator, new ConcurrentSkipListMap<>()).values());
    }

    @Override
    public boolean keepView(String operator, SavedView view) {
        var kept = views.computeIfAbsent(operator, _ -> new ConcurrentSkipListMap<>());
        if (!kept.containsKey(view.name()) && kept.size() >= SavedView.MOST) return false;
        kept.put(view.name(), view);
        return true;
    }

    @Override
    public void forgetView(String operator, String name) {
        views.getOrDefault(operator, new ConcurrentSkipListMap<>()).remove(name);
    }

    @Override
    public List<AccessToken> tokens(String operator) {
        return tokens.values().stream()
                .filter(token -> token.operator().equals(operator))
                .sorted(Comparator.comparing(AccessToken::createdAt).thenComparing(AccessToken::label))
                .toList();
    }

    @Override
    public boolean revoke(String operator, Digest token, Instant now) {
        var before = tokens.get(token);
        if (before == null || before.revoked() || !before.operator().equals(operator)) return false;
        issue(new AccessToken(
                token, operator, before.label(), before.createdAt(), before.expiresAt(), before.atMost(), true));
        return true;
    }

    @Override
    public Optional<Account> holder(Digest token, Instant now) {
        return Optional.ofNullable(tokens.get(token))
                .filter(one -> one.counts(now))
                .flatMap(one -> find(one.operator())
                        .map(account -> account.atMost(one.atMost().orElse(account.role()))))
                .filter(account -> !account.isClosed());
    }

    /// Lets this token act for a person.
    public MemoryAccounts letting(String token, String operator) {
        issue(token(token, operator, Optional.empty()));
        return this;
    }

    /// A token that ended long ago.
    public MemoryAccounts expired(String token, String operator) {
        issue(token(token, operator, Optional.of(Instant.EPOCH.plusSeconds(1))));
        return this;
    }

    private static AccessToken token(String token, String operator, Optional<Instant> end) {
        return new AccessToken(Digest.of(token), operator, token, Instant.EPOCH, end, Optional.empty(), false);
    }
}
