package dev.runbook.integrations.edge;

import dev.runbook.integrations.registry.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/// Where a vendor is reached: https, or plain http on this machine alone, where tests and proxies stand.
///
/// @param uri without query and without a slash at its end
public record BaseUrl(URI uri) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]", "::1");

    /// Reads a base URL from a variable.
    ///
    /// @throws ConfigurationException naming the variable and what is wrong; never with credentials in it
    public static BaseUrl parse(String variable, String text) {
        URI uri;
        try {
            uri = new URI(text.strip().replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            throw new ConfigurationException(variable + " is no URL: " + e.getReason());
        }
        if (uri.getHost() == null || uri.getScheme() == null)
            throw new ConfigurationException(variable + " is no URL; write it as https://host");
        if (uri.getRawUserInfo() != null)
            throw new ConfigurationException(variable + " holds credentials; give them in variables of their own");
        if (uri.getRawQuery() != null || uri.getRawFragment() != null)
            throw new ConfigurationException(variable + "=" + text + " has a query; give the address alone");
        var https = uri.getScheme().equalsIgnoreCase("https");
        var http = uri.getScheme().equalsIgnoreCase("http");
        if (!https && !(http && isLoopback(uri.getHost())))
            throw new ConfigurationException(variable + "=" + text
                    + " is not https; plain http is for this machine alone, as in" + " http://127.0.0.1:8089");
        return new BaseUrl(uri);
    }

    /// Whether a host is this machine, by its name or its address.
    static boolean isLoopback(String host) {
        return LOOPBACK.contains(host) || host.matches("127(\\.\\d{1,3}){3}");
    }

    /// This address with a path below it.
    ///
    /// @param path begins with a slash, with everything in it encoded that must be
    URI at(String path) {
        return URI.create(uri + path);
    }

    /// Whether an address leads to the same scheme, host and port, so that credentials may go there.
    public boolean covers(URI other) {
        return uri.getScheme().equalsIgnoreCase(other.getScheme())
                && uri.getHost().equalsIgnoreCase(other.getHost())
                && uri.getPort() == other.getPort();
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
