package dev.runbook.app.security;

import dev.runbook.app.security.SecurityTrail.Act;
import dev.runbook.core.journal.JournalException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AccountStatusException;
import org.springframework.security.authentication.AccountStatusUserDetailsChecker;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/// Signs people in by name and password. An unknown name and a closed account take as long and get the same
/// answer as a wrong password. Attempts are counted for each name and address, so that guessing from one
/// place locks nobody out elsewhere. Every attempt that was not made to wait is noted.
final class PasswordSignIn implements AuthenticationProvider {

    private static final Logger LOG = LoggerFactory.getLogger(PasswordSignIn.class);

    private final DaoAuthenticationProvider passwords;
    private final Accounts accounts;
    private final SecurityTrail trail;
    private final Throttle throttle;

    PasswordSignIn(Accounts accounts, PasswordEncoder encoder, SecurityTrail trail, InstantSource clock) {
        passwords = new DaoAuthenticationProvider(new OperatorDirectory(accounts));
        passwords.setPasswordEncoder(encoder);
        // That an account is closed is told to whoever knows its password, and to nobody else.
        passwords.setPreAuthenticationChecks(_ -> {});
        passwords.setPostAuthenticationChecks(new AccountStatusUserDetailsChecker());
        this.accounts = accounts;
        this.trail = trail;
        throttle = new Throttle(clock);
    }

    @Override
    public @Nullable Authentication authenticate(Authentication attempt) {
        var address = address(attempt);
        var who = attempt.getName() + " from " + address;
        if (!throttle.lets(who)) throw new LockedException("too many attempts");
        try {
            var signedIn = passwords.authenticate(attempt);
            throttle.succeeded(who);
            trail.note(Act.SIGNED_IN, attempt.getName(), "", "by password from " + address);
            return signedIn;
        } catch (BadCredentialsException | AccountStatusException e) {
            throttle.failed(who);
            noteFailure(attempt.getName(), address);
            throw e;
        } catch (JournalException e) {
            throw new InternalAuthenticationServiceException("what nobody can note is not done", e);
        }
    }

    /// A name that nobody has may be a password that slipped, so it is not kept.
    private void noteFailure(String name, String address) {
        try {
            var known = Account.isName(name) && accounts.find(name).isPresent();
            trail.note(Act.SIGN_IN_FAILED, "", known ? name : "an unknown name", "by password from " + address);
        } catch (RuntimeException e) {
            LOG.warn("a failed sign-in could not be noted: {}", e.getMessage());
        }
    }

    private static String address(Authentication attempt) {
        return attempt.getDetails() instanceof WebAuthenticationDetails details
                ? String.valueOf(details.getRemoteAddress())
                : "nowhere";
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
