package dev.runbook.cli.remote;

import dev.runbook.cli.CommandGroup;
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
import tools.jackson.databind.node.ObjectNode;

/// Who may sign in and do what, for administrators.
@Command(
        name = "users",
        description = "List, add, change and disable accounts of the server.",
        mixinStandardHelpOptions = true,
        subcommands = {
            UsersCommand.Listing.class,
            UsersCommand.Add.class,
            UsersCommand.Allow.class,
            UsersCommand.Disable.class,
            UsersCommand.Enable.class,
            UsersCommand.Password.class
        })
public final class UsersCommand extends CommandGroup {

    private static final String PATH = "/users";

    /// What each of them has.
    abstract static class Asking implements Runnable {
        @Mixin
        Server server = new Server();

        @Mixin
        Output output = new Output();
    }

    /// What is about one account.
    abstract static class OnOne extends Asking {
        @Parameters(paramLabel = "NAME", description = "The login name.")
        String name = "";

        String path() {
            return PATH + "/" + Server.encoded(name);
        }
    }

    /// What somebody may.
    static final class May {
        @Option(
                names = "--role",
                required = true,
                description = "viewer, responder, approver, commander or administrator.")
        private String role = "";

        @Option(names = "--services", split = ",", description = "Only these may be acted on; * stands for anything.")
        private List<String> services = List.of();

        @Option(names = "--environments", split = ",", description = "Only in these; * stands for anything.")
        private List<String> environments = List.of();

        ObjectNode body() {
            var body = JsonMapper.shared().createObjectNode().put("role", role);
            services.forEach(body.putArray("services")::add);
            environments.forEach(body.putArray("environments")::add);
            return body;
        }
    }

    /// Lists accounts.
    @Command(name = "list", description = "List the accounts.", mixinStandardHelpOptions = true)
    static final class Listing extends Asking {
        @Override
        public void run() {
            var users = server.get(PATH);
            output.print(users, () -> table(users));
        }
    }

    private static String table(JsonNode users) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("NAME", "ROLE", "STANDING", "SERVICES", "ENVIRONMENTS"));
        for (var user : users)
            rows.add(List.of(
                    user.path("name").asString(),
                    user.path("role").asString(),
                    user.path("standing").asString().replace('_', ' '),
                    names(user.path("services")),
                    names(user.path("environments"))));
        return Output.table(rows);
    }

    private static String names(JsonNode names) {
        return names.isEmpty()
                ? "every one"
                : String.join(
                        ",",
                        StreamSupport.stream(names.spliterator(), false)
                                .map(JsonNode::asString)
                                .toList());
    }

    /// Adds an account.
    @Command(
            name = "add",
            description = "Add an account, with a one-time password that is shown once.",
            mixinStandardHelpOptions = true)
    static final class Add extends OnOne {
        @Mixin
        private May may = new May();

        @Option(names = "--display-name", description = "The name to show (default: the login name).")
        private @Nullable String displayName;

        @Override
        public void run() {
            var made = server.post(PATH, may.body().put("name", name).put("displayName", displayName));
            output.print(made, () -> once(made));
        }
    }

    private static String once(JsonNode made) {
        return "The one-time password of " + made.path("name").asString() + ", shown only this once: "
                + made.path("oneTimePassword").asString();
    }

    /// Changes what an account may.
    @Command(name = "allow", description = "Give an account another role and reach.", mixinStandardHelpOptions = true)
    static final class Allow extends OnOne {
        @Mixin
        private May may = new May();

        @Override
        public void run() {
            var user = server.post(path(), may.body());
            output.print(user, () -> name + " is " + user.path("role").asString() + " from the next request on");
        }
    }

    /// Disables an account.
    @Command(
            name = "disable",
            description = "Disable an account and its tokens; what it did stays under its name.",
            mixinStandardHelpOptions = true)
    static final class Disable extends OnOne {
        @Override
        public void run() {
            var user = server.post(path() + "/disable", JsonMapper.shared().createObjectNode());
            output.print(user, () -> name + " is disabled");
        }
    }

    /// Enables a disabled account.
    @Command(name = "enable", description = "Enable a disabled account.", mixinStandardHelpOptions = true)
    static final class Enable extends OnOne {
        @Override
        public void run() {
            var user = server.post(path() + "/enable", JsonMapper.shared().createObjectNode());
            output.print(user, () -> name + " can sign in again");
        }
    }

    /// Gives an account a one-time password.
    @Command(
            name = "password",
            description = "Give an account a one-time password, shown once.",
            mixinStandardHelpOptions = true)
    static final class Password extends OnOne {
        @Override
        public void run() {
            var made = server.post(path() + "/password", JsonMapper.shared().createObjectNode());
            output.print(made, () -> once(made));
        }
    }
}
