package dev.runbook.cli;

import dev.runbook.core.incident.IncidentId;
import dev.runbook.store.Store;
import dev.runbook.store.StoreConfig;
import dev.runbook.store.journal.ChainCheck;
import dev.runbook.store.journal.JournalAudit;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// What an auditor asks of the journal.
@Command(
        name = "audit",
        description = "Check that the journal is what was written.",
        mixinStandardHelpOptions = true,
        subcommands = AuditCommand.Verify.class)
final class AuditCommand extends CommandGroup {

    /// Computes every hash of the journal again. Needs no server, and with the embedded database none may be running.
    @Command(
            name = "verify",
            description = "Find an entry that was changed, added or removed past the journal.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {"0:every entry is what was written", "1:something was changed, or could not be checked"})
    static final class Verify implements Callable<Integer> {

        @Parameters(arity = "0..1", paramLabel = "ID", description = "Only this incident.")
        private @Nullable String incident;

        @Option(names = "--data", paramLabel = "DIR", description = "The data folder (default: RUNBOOK_DATA, or data).")
        private @Nullable String data;

        @Mixin
        private Output output = new Output();

        @Override
        public Integer call() throws InterruptedException {
            var options = new HashMap<String, String>();
            if (data != null) options.put("RUNBOOK_DATA", data);
            var configuration = Settings.read(options);
            if (configuration.databaseUrl().isEmpty() && !Files.isDirectory(configuration.data()))
                throw new Complaint("there is no data folder " + configuration.data() + "; name it with --data");
            var config =
                    new StoreConfig(configuration.data(), configuration.databaseUrl(), InstantSource.system(), 1, 1);
            try (var store = Store.open(config)) {
                var audit = new JournalAudit(store.database().dataSource());
                return tell(incident == null ? audit.checkAll() : audit.check(id(incident)));
            }
        }

        private static IncidentId id(String text) {
            try {
                return new IncidentId(text);
            } catch (IllegalArgumentException _) {
                throw new Complaint("'" + text + "' is no incident id; such as INC-4f2a9k1");
            }
        }

        private int tell(ChainCheck check) {
            var json = JsonMapper.shared().createObjectNode();
            return switch (check) {
                case ChainCheck.Intact(var incidents, var _)
                when incidents == 0 && incident != null ->
                    throw new Complaint("there is no incident " + incident + " in this journal");
                case ChainCheck.Intact(var incidents, var entries) -> {
                    json.put("intact", true).put("incidents", incidents).put("entries", entries);
                    output.print(
                            json,
                            () -> "Intact: " + entries + " entries of " + incidents + " incidents are as written.");
                    yield 0;
                }
                case ChainCheck.Broken(var id, var seq, var reason) -> {
                    json.put("intact", false)
                            .put("incident", id.id())
                            .put("seq", seq)
                            .put("reason", reason);
                    output.print(json, () -> "BROKEN at entry " + seq + " of " + id + ": " + reason + ".");
                    yield 1;
                }
            };
        }
    }
}
