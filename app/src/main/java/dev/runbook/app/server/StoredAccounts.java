package dev.runbook.app.server;

import dev.runbook.app.security.Account;
import dev.runbook.app.security.Accounts;
import dev.runbook.app.security.Role;
import dev.runbook.core.value.Digest;
import dev.runbook.store.accounts.AccountStore;
import dev.runbook.store.accounts.ApiToken;
import dev.runbook.store.accounts.OperatorAccount;
import java.time.Instant;
import java.util.Comparator;
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
    public boolean add(Account account) {
        return store.add(new OperatorAccount(
                account.name(),
                account.displayName(),
                account.passwordHash(),
                Set.of(account.role().key())));
    }

    @Override
    public void issue(String operator, Digest token, String label, Instant at) {
        store.issue(new ApiToken(token, operator, label, at, Optional.empty(), Optional.empty()));
    }

    @Override
    public Optional<Account> holder(Digest token, Instant now) {
        return store.holder(token, now).map(StoredAccounts::account);
    }

    /// Whoever has no role that is known here has the least.
    private static Account account(OperatorAccount stored) {
        var role = stored.roles().stream()
                .flatMap(key -> Role.ofKey(key).stream())
                .max(Comparator.naturalOrder())
                .orElse(Role.VIEWER);
        return new Account(stored.name(), stored.displayName(), stored.passwordHash(), role);
    }
}
