package dev.runbook.app.server;

import dev.runbook.app.security.AccessToken;
import dev.runbook.app.security.Account;
import dev.runbook.app.security.Accounts;
import dev.runbook.app.security.Reach;
import dev.runbook.app.security.Role;
import dev.runbook.app.security.SavedView;
import dev.runbook.core.value.Digest;
import dev.runbook.store.accounts.AccountStore;
import dev.runbook.store.accounts.ApiToken;
import dev.runbook.store.accounts.OperatorAccount;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The accounts of the store. Safe for use by many threads.
record StoredAccounts(AccountStore store) implements Accounts {

    @Override
    public boolean none() {
        return store.operators().isEmpty();
    }

    @Override
    public Optional<Account> find(String name) {
        return store.find(name).map(StoredAccounts::account);
    }

    @Override
    public List<Account> all() {
        return store.operators().stream().map(StoredAccounts::account).toList();
    }

    @Override
    public boolean add(Account account) {
        return store.add(row(account));
    }

    @Override
    public boolean change(Account account) {
        return store.change(row(account));
    }

    private static OperatorAccount row(Account account) {
        return new OperatorAccount(
                account.name(),
                account.displayName(),
                account.passwordHash(),
                Set.of(account.role().key()),
                OperatorAccount.Standing.valueOf(account.standing().name()),
                account.reach().services(),
                account.reach().environments());
    }

    @Override
    public void issue(AccessToken token) {
        store.issue(new ApiToken(
                token.digest(),
                token.operator(),
                token.label(),
                token.createdAt(),
                token.expiresAt(),
                Optional.empty(),
                token.atMost().map(Role::key)));
    }

    @Override
    public List<SavedView> views(String operator) {
        return store.views(operator).stream()
                .map(view -> new SavedView(view.name(), view.shown(), view.severity(), view.words()))
                .toList();
    }

    @Override
    public boolean keepView(String operator, SavedView view) {
        return store.keepView(
                operator,
                new AccountStore.View(view.name(), view.shown(), view.severity(), view.words()),
                SavedView.MOST);
    }

    @Override
    public void forgetView(String operator, String name) {
        store.forgetView(operator, name);
    }

    @Override
    public List<AccessToken> tokens(String operator) {
        return store.tokens(operator).stream().map(StoredAccounts::token).toList();
    }

    private static AccessToken token(ApiToken stored) {
        return new AccessToken(
                stored.digest(),
                stored.operator(),
                stored.label(),
                stored.createdAt(),
                stored.expiresAt(),
                most(stored),
                stored.revokedAt().isPresent());
    }

    /// A limit that is not known here is the strictest.
    private static Optional<Role> most(ApiToken stored) {
        return stored.role().map(key -> Role.ofKey(key).orElse(Role.VIEWER));
    }

    @Override
    public boolean revoke(String operator, Digest token, Instant now) {
        return tokens(operator).stream().anyMatch(one -> one.digest().equals(token)) && store.revoke(token, now);
    }

    @Override
    public Optional<Account> holder(Digest token, Instant now) {
        return store.holder(token, now)
                .map(held -> account(held.operator()).atMost(most(held.token()).orElse(Role.ADMINISTRATOR)))
                .filter(account -> !account.isClosed());
    }

    /// Whoever has no role that is known here has the least.
    private static Account account(OperatorAccount stored) {
        var role = stored.roles().stream()
                .flatMap(key -> Role.ofKey(key).stream())
                .max(Comparator.naturalOrder())
                .orElse(Role.VIEWER);
        return new Account(
                stored.name(),
                stored.displayName(),
                stored.passwordHash(),
                role,
                Account.Standing.valueOf(stored.standing().name()),
                new Reach(stored.services(), stored.environments()));
    }
}
