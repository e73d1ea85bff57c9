package dev.runbook.app.security;

import java.util.Collection;
import java.util.stream.Stream;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/// The accounts as Spring Security reads them. Safe for use by many threads.
final class OperatorDirectory implements UserDetailsService {

    private final Accounts accounts;

    OperatorDirectory(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public UserDetails loadUserByUsername(String name) {
        if (!Account.isName(name)) throw new UsernameNotFoundException("no login name");
        var account = accounts.find(name)
                .filter(one -> !one.isElsewhere())
                .orElseThrow(() -> new UsernameNotFoundException("no such operator"));
        return User.withUsername(account.name())
                .password(account.passwordHash())
                .authorities(authorities(account))
                .disabled(account.isClosed())
                .build();
    }

    static Collection<? extends GrantedAuthority> authorities(Account account) {
        return Stream.<GrantedAuthority>concat(
                        account.role().included().stream().map(role -> new SimpleGrantedAuthority(role.authority())),
                        Stream.of(account.reach()))
                .toList();
    }
}
