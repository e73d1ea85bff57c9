package dev.runbook.cli.remote;

import dev.runbook.cli.CommandGroup;
import dev.runbook.cli.Complaint;
import dev.runbook.cli.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tokens that act for people: one's own, and for administrators everybody's.
@Command(
        name = "tokens",
        description = "List, make and revoke tokens of the server.",
        mixinStandardHelpOptions = true,
        subcommands = {TokensCommand.Listing.class, TokensCommand.Add.class, TokensCommand.Revoke.class})
public final class TokensCommand extends CommandGroup {

    private static final int SHOWN_DIGITS = 12;

    /// Whose tokens it is about.
    abstract static class Asking implements Runnable {
        @Mixin
        Server server = new Server();

        @Mixin
        Output output = new Output();

        @Option(names = "--of", paramLabel = "NAME", description = "Somebody else's, for administrators.")
        @Nullable
        String of;

        String path() {
            return of == null ? "/tokens" : "/users/" + Server.encoded(of) + "/tokens";
        }
    }

    /// Lists tokens.
    @Command(name = "list", description = "List tokens.", mixinStandardHelpOptions = true)
    static final class Listing extends Asking {
        @Override
        public void run() {
            var tokens = server.get(path());
            output.print(tokens, () -> table(tokens));
        }
    }

    private static String table(JsonNode tokens) {
        if (tokens.isEmpty()) return "No tokens.";
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("ID", "STATE", "ROLE", "ENDS", "LABEL"));
        for (var token : tokens)
            rows.add(List.of(
                    token.path("id").asString().substring(0, SHOWN_DIGITS),
                    token.path("state").asString(),
                    token.path("role").asString("all of theirs"),
                    token.path("expiresAt").asString("never"),
                    token.path("label").asString()));
        return Output.table(rows);
    }

    /// Makes a token.
    @Command(
            name = "add",
            description = "Make a token that acts for you, shown once; it ends no later than the one that asks.",
            mixinStandardHelpOptions = true)
    static final class Add implements Runnable {
        @Mixin
        private Server server = new Server();

        @Mixin
        private Output output = new Output();

        @Parameters(paramLabel = "LABEL", description = "What it is for.")
        private String label = "";

        @Option(names = "--role", description = "The highest role it acts with (default: yours).")
        private @Nullable String role;

        @Option(names = "--days", description = "How long it counts (default: ${DEFAULT-VALUE}).", defaultValue = "30")
        private int days;

        @Override
        public void run() {
            var wish = JsonMapper.shared()
                    .createObjectNode()
                    .put("label", label)
                    .put("role", role)
                    .put("days", days);
            var made = server.post("/tokens", wish);
            output.print(
                    made,
                    () -> "The token for " + label + ", shown only this once: "
                            + made.path("token").asString());
        }
    }

    /// Revokes a token.
    @Command(name = "revoke", description = "Revoke a token.", mixinStandardHelpOptions = true)
    static final class Revoke extends Asking {
        @Parameters(paramLabel = "ID", description = "Its id as the list shows it, or its first digits.")
        private String id = "";

        @Override
        public void run() {
            var known = StreamSupport.stream(server.get(path()).spliterator(), false)
                    .map(token -> token.path("id").asString())
                    .filter(whole -> whole.startsWith(id))
                    .toList();
            if (id.isBlank() || known.size() != 1)
                throw new Complaint("'" + id + "' names " + known.size()
                        + " tokens, not one; `runbook tokens list` shows their ids");
            var left = server.post(
                    path() + "/" + known.getFirst() + "/revoke",
                    JsonMapper.shared().createObjectNode());
            output.print(left, () -> "revoked");
        }
    }
}
