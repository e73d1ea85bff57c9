package dev.runbook.app.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/// Tells, while a long answer is written, whether whoever asked may still look: the session has not ended, the
/// token has not been revoked, the account is not closed. Safe for use by many threads.
public final class Presence {

    private final Accounts accounts;
    private final InstantSource clock;

    Presence(Accounts accounts, InstantSource clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /// A question to be asked again and again while the request is answered. When accounts cannot be looked
    /// up, the answer goes on: it has nothing new to tell either.
    public BooleanSupplier of(HttpServletRequest request) {
        var token = TokenSignIn.digest(request);
        var session = request.getSession(false);
        var name = Optional.ofNullable(request.getRemoteUser());
        return () -> {
            try {
                return token.isPresent()
                        ? accounts.holder(token.get(), clock.instant()).isPresent()
                        : isOpen(session)
                                && name.flatMap(accounts::find)
                                        .filter(account -> !account.isClosed())
                                        .isPresent();
            } catch (DataAccessException _) {
                return true;
            }
        };
    }

    private static boolean isOpen(@Nullable HttpSession session) {
        if (session == null) return false;
        try {
            var _ = session.getLastAccessedTime();
            return true;
        } catch (IllegalStateException _) {
            return false;
        }
    }
}
