package dev.runbook.cli.remote;

import dev.runbook.cli.Complaint;
import dev.runbook.cli.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// Decides about the action that an incident waits with. The decision names the plan that the server shows
/// now, and the server refuses it if the plan has changed by the time it arrives.
public abstract sealed class DecideCommand implements Runnable {

    /// Approves the action.
    @Command(
            name = "approve",
            description = "Approve the action an incident waits with.",
            mixinStandardHelpOptions = true)
    public static final class Approve extends DecideCommand {
        public Approve() {
            super("approve");
        }
    }

    /// Refuses the action.
    @Command(name = "deny", description = "Deny the action an incident waits with.", mixinStandardHelpOptions = true)
    public static final class Deny extends DecideCommand {
        public Deny() {
            super("deny");
        }
    }

    /// Stops an action that would run by itself.
    @Command(name = "veto", description = "Veto an action that would run by itself.", mixinStandardHelpOptions = true)
    public static final class Veto extends DecideCommand {
        public Veto() {
            super("veto");
        }
    }

    @Mixin
    private Server server = new Server();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "ID", description = "The incident, such as INC-7f3k2m.")
    private String id = "";

    @Option(names = "--request", description = "The request, such as ap-1 (default: the open one).")
    private @Nullable String request;

    @Option(names = "--plan", description = "The plan's hash or its beginning, to be sure what is decided about.")
    private @Nullable String plan;

    @Option(
            names = {"-m", "--reason"},
            description = "Why.")
    private String reason = "";

    private final String decision;

    private DecideCommand(String decision) {
        this.decision = decision;
    }

    @Override
    public void run() {
        var path = "/incidents/" + Server.encoded(id);
        var incident = server.get(path);
        var open = incident.path("openRequest");
        if (open.isMissingNode() || open.isNull())
            throw new Complaint(id + " waits for no decision; it is "
                    + incident.path("phase").asString().replace('_', ' '));
        var hash = open.path("planHash").asString();
        if (plan != null && !hash.startsWith(plan))
            throw new Complaint(
                    id + " waits with plan " + hash.substring(0, 12) + ", not " + plan + "; look at it again");
        var name = request != null ? request : open.path("id").asString();
        var body = JsonMapper.shared()
                .createObjectNode()
                .put("decision", decision)
                .put("planHash", hash)
                .put("reason", reason);
        var answer = server.post(path + "/approvals/" + Server.encoded(name), body);
        output.print(
                answer,
                () -> id + " " + name + ": " + decision + " of "
                        + open.at("/plan/operation").asString() + " taken");
    }
}
