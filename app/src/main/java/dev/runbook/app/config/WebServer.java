package dev.runbook.app.config;

import dev.runbook.app.security.Accounts;
import dev.runbook.app.security.IdentityProvider;
import dev.runbook.app.security.SecurityTrail;
import dev.runbook.app.web.Backend;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// A running web server. Close it before the system it stands on.
public final class WebServer implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final String host;

    private WebServer(ConfigurableApplicationContext context, String host) {
        this.context = context;
        this.host = host;
    }

    /// What the server needs. What is supplied is asked for when it is first used, which may be while
    /// another thread still makes it.
    ///
    /// @param backend the assembled system
    /// @param accounts who may sign in
    /// @param trail the record of access
    /// @param identity who else says who people are
    /// @param publicUrl where browsers reach the server, if that is not where it listens
    /// @param wallClock the real time, for tokens and sign-in, whatever the time in the system is
    public record Parts(
            Supplier<Backend> backend,
            Supplier<? extends Accounts> accounts,
            Supplier<? extends SecurityTrail> trail,
            Optional<IdentityProvider> identity,
            Optional<URI> publicUrl,
            InstantSource wallClock) {}

    /// Starts a server; when this returns, it answers.
    ///
    /// @param bind the address to listen on
    /// @param port 0 for any free one; [#check] it first
    public static WebServer start(Parts parts, String bind, int port) {
        var context = new SpringApplicationBuilder(WebConfiguration.class)
                .web(WebApplicationType.SERVLET)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(
                        "server.address=" + bind,
                        "server.port=" + port,
                        "server.servlet.session.cookie.secure=" + isSecure(parts.publicUrl()))
                .initializers((GenericApplicationContext fresh) -> {
                    fresh.registerBean(Backend.class, parts.backend());
                    fresh.registerBean(Accounts.class, () -> parts.accounts().get());
                    fresh.registerBean(SecurityTrail.class, () -> parts.trail().get());
                    parts.identity().ifPresent(given -> fresh.registerBean(IdentityProvider.class, () -> given));
                    fresh.registerBean("wallClock", InstantSource.class, parts::wallClock);
                })
                .run();
        return new WebServer(context, bind);
    }

    /// Whether browsers come by https, so that they must not send their cookie otherwise.
    private static boolean isSecure(Optional<URI> publicUrl) {
        return publicUrl.filter(url -> "https".equals(url.getScheme())).isPresent();
    }

    /// Tries the port, so that the usual mistake is found before anything is built, and said plainly.
    ///
    /// @throws PortTaken when it cannot listen there
    public static void check(String bind, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(bind), port));
        } catch (UnknownHostException _) {
            throw new PortTaken(
                    "cannot listen on " + bind + ": no such address; set RUNBOOK_BIND to one of this machine's");
        } catch (BindException e) {
            throw new PortTaken("port " + port + " on " + bind + " cannot be used (" + e.getMessage()
                    + "): stop what listens there, or choose another with --port");
        } catch (IOException e) {
            throw new PortTaken("cannot listen on " + bind + ":" + port + ": " + e.getMessage());
        }
    }

    /// Where the server's pages are.
    public URI address() {
        var shown = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + (shown.equals("0.0.0.0") ? "localhost" : shown) + ":" + port() + "/");
    }

    private int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer(), "not started")
                .getPort();
    }

    /// For tests that look at what is served.
    ConfigurableApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
    }
}
