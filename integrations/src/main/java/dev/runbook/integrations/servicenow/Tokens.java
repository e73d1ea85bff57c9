package dev.runbook.integrations.servicenow;

import dev.runbook.integrations.edge.BaseUrl;
import dev.runbook.integrations.edge.Edge;
import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Nodes;
import dev.runbook.integrations.edge.Outside;
import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Request.Parameter;
import dev.runbook.integrations.edge.Scrubber;
import dev.runbook.integrations.edge.Secret;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.edge.Variables;
import dev.runbook.integrations.edge.VendorHttp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Tokens of an instance's own
/// [OAuth](https://www.servicenow.com/docs/r/platform-security/authentication/r_OAuthAPIRequestParameters.html):
/// asked for with the client's id and secret, and with a user's name and password where they are given; kept
/// in memory alone, and asked for anew a minute before they end, or once one is not taken any more. Safe for
/// use by many threads: one asks, the others wait for what it gets.
final class Tokens implements Instance.Pass {

    /// How long before its end a token is not used any more.
    private static final Duration SPARE = Duration.ofMinutes(1);

    /// How long a token lasts that does not say so.
    private static final long SHORT_SECONDS = 300;

    private static final String CHECK = "check SERVICENOW_CLIENT_ID and SERVICENOW_CLIENT_SECRET";

    private final Outside outside;
    private final Edge edge;
    private final BaseUrl base;
    private final List<Secret> secrets;
    private final Parameter[] form;
    private final String check;
    private final VendorHttp counter;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Held held;

    /// HTTP with a token, and when the token is not used any more.
    private record Held(VendorHttp http, Instant until) {}

    private Tokens(Outside outside, Edge edge, BaseUrl base, List<Secret> secrets, List<Parameter> form, String check) {
        this.outside = outside;
        this.edge = edge;
        this.base = base;
        this.secrets = List.copyOf(secrets);
        this.form = form.toArray(Parameter[]::new);
        this.check = check;
        counter = outside.http(edge, base, new ServiceNowDialect(Map.of(), check), new Scrubber(this.secrets));
    }

    /// @throws dev.runbook.integrations.registry.ConfigurationException when a part of the credentials is
    ///     missing
    static Tokens of(Variables variables, Outside outside, Edge edge, BaseUrl base) {
        var secret = variables.secret("SERVICENOW_CLIENT_SECRET");
        var form = new ArrayList<>(List.of(
                new Parameter("client_id", variables.required("SERVICENOW_CLIENT_ID")),
                new Parameter("client_secret", secret.reveal())));
        var user = variables.optional("SERVICENOW_USERNAME");
        if (user.isEmpty()) {
            form.addFirst(new Parameter("grant_type", "client_credentials"));
            return new Tokens(outside, edge, base, List.of(secret), form, CHECK);
        }
        var password = variables.secret("SERVICENOW_PASSWORD");
        form.addFirst(new Parameter("grant_type", "password"));
        form.add(new Parameter("username", user.get()));
        form.add(new Parameter("password", password.reveal()));
        return new Tokens(
                outside,
                edge,
                base,
                List.of(secret, password),
                form,
                CHECK + ", SERVICENOW_USERNAME and SERVICENOW_PASSWORD");
    }

    @Override
    public VendorHttp http(Patience patience) throws Unanswered, InterruptedException {
        lock.lockInterruptibly();
        try {
            var known = held;
            if (known != null && edge.clock().instant().isBefore(known.until())) return known.http();
            var fresh = ask(patience);
            held = fresh;
            return fresh.http();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean refused(VendorHttp asked) {
        lock.lock();
        try {
            if (held != null && held.http().equals(asked)) held = null;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Held ask(Patience patience) throws Unanswered, InterruptedException {
        var began = edge.clock().instant();
        // Another token does no harm.
        var request =
                Request.of("POST", TableApi.RATE, "/oauth_token.do").form(form).safeToRepeat();
        var body = counter.send(request, patience).body();
        var token = Nodes.text(body, "access_token")
                .map(Secret::new)
                .orElseThrow(() -> new Unanswered(Fault.of(
                        Fault.Kind.UNREADABLE, "servicenow gave no access_token for what it was asked with", false)));
        var lasts = Duration.ofSeconds(
                Nodes.whole(body, "expires_in").filter(s -> s > 0).orElse(SHORT_SECONDS));
        var known = new ArrayList<>(secrets);
        known.add(token);
        Nodes.text(body, "refresh_token").map(Secret::new).ifPresent(known::add);
        var bearer = Map.of("Authorization", new Secret("Bearer " + token.reveal()));
        var http = outside.http(edge, base, new ServiceNowDialect(bearer, check), new Scrubber(known));
        var spare = SPARE.compareTo(lasts.dividedBy(2)) < 0 ? SPARE : lasts.dividedBy(2);
        return new Held(http, began.plus(lasts).minus(spare));
    }
}
