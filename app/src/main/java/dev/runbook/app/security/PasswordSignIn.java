package dev.runbook.app.security;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/// Signs people in by name and password. An unknown name takes as long and gets the same answer as a wrong
/// password. Attempts are counted for each name and address, so that guessing from one place locks nobody out
/// elsewhere.
final class PasswordSignIn implements AuthenticationProvider {

    private final DaoAuthenticationProvider passwords;
    private final Throttle throttle;

    PasswordSignIn(Accounts accounts, PasswordEncoder encoder, InstantSource clock) {
        passwords = new DaoAuthenticationProvider(new OperatorDirectory(accounts));
        passwords.setPasswordEncoder(encoder);
        throttle = new Throttle(clock);
    }

    @Override
    public @Nullable Authentication authenticate(Authentication attempt) {
        var who = attempt.getName() + " from " + address(attempt);
        if (!throttle.lets(who)) throw new LockedException("too many attempts");
        try {
            var signedIn = passwords.authenticate(attempt);
            throttle.succeeded(who);
            return signedIn;
        } catch (BadCredentialsException e) {
            throttle.failed(who);
            throw e;
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
