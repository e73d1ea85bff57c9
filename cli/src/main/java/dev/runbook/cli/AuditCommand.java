package dev.runbook.cli;

import dev.runbook.app.recording.RecordingCheck;
import dev.runbook.app.recording.SigningKey;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.store.Store;
import dev.runbook.store.StoreConfig;
import dev.runbook.store.governor.SwitchAudit;
import dev.runbook.store.journal.ChainCheck;
import dev.runbook.store.journal.JournalAudit;
import dev.runbook.store.journal.Seal;
import dev.runbook.store.security.SecurityLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What an auditor asks of the journal.
@Command(
        name = "audit",
        description = "Check that the journal is what was written.",
        mixinStandardHelpOptions = true,
        subcommands = {AuditCommand.Verify.class, AuditCommand.Key.class})
final class AuditCommand extends CommandGroup {

    /// Shows the key that exports are signed with.
    @Command(
            name = "key",
            description = "Show the public key that exports are signed with; it is made if there is none yet.",
            mixinStandardHelpOptions = true)
    static final class Key implements Runnable {

        @Option(names = "--data", paramLabel = "DIR", description = "The data folder (default: RUNBOOK_DATA, or data).")
        private @Nullable String data;

        @Override
        public void run() {
            var options = new HashMap<String, String>();
            if (data != null) options.put("RUNBOOK_DATA", data);
            System.out.println(SigningKey.of(Settings.read(options).data()).publicKey());
        }
    }

    /// Computes every hash of the journal again. Needs no server, and with the embedded database none may be
    /// running.
    @Command(
            name = "verify",
            description = "Find an entry that was changed, added, removed or moved past the journal.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {"0:every entry is what was written", "1:something was changed, or could not be checked"})
    static final class Verify implements Callable<Integer> {

        @Parameters(
                arity = "0..1",
                paramLabel = "ID|FILE",
                description = "Only this incident; or a file of `runbook export`, which needs nothing but itself.")
        private @Nullable String incident;

        @Option(names = "--key", paramLabel = "KEY", description = "The file must be signed with this public key.")
        private @Nullable String key;

        @Option(names = "--seal", paramLabel = "HASH", description = "One of the journal's seals must have this hash.")
        private @Nullable String seal;

        @Option(names = "--data", paramLabel = "DIR", description = "The data folder (default: RUNBOOK_DATA, or data).")
        private @Nullable String data;

        @Mixin
        private Output output = new Output();

        @Override
        public Integer call() throws InterruptedException {
            if (seal != null && incident != null)
                throw new Complaint("--seal is for the whole journal; leave " + incident + " out");
            if (incident != null && Files.isRegularFile(Path.of(incident))) return verify(Path.of(incident));
            if (key != null)
                throw new Complaint("--key is for files of runbook export, and there is no file " + incident);
            var options = new HashMap<String, String>();
            if (data != null) options.put("RUNBOOK_DATA", data);
            var configuration = Settings.read(options);
            if (configuration.databaseUrl().isEmpty() && !Files.isDirectory(configuration.data()))
                throw new Complaint("there is no data folder " + configuration.data() + "; name it with --data");
            var config =
                    new StoreConfig(configuration.data(), configuration.databaseUrl(), InstantSource.system(), 1, 1);
            try (var store = Store.open(config)) {
                var audit = new JournalAudit(store.database().dataSource());
                return incident == null
                        ? tell(audit.checkAll(), besides(store), store.seals().last())
                        : tell(audit.check(id(incident)), List.of(), Optional.empty());
            }
        }

        private int verify(Path file) {
            var json = JsonMapper.shared().createObjectNode();
            return switch (RecordingCheck.of(TextFile.read(file))) {
                case RecordingCheck.Broken(var reason) -> broken(json, file, reason);
                case RecordingCheck.Intact(var recording, var signer) -> {
                    if (key != null && signer.isEmpty()) yield broken(json, file, "it is not signed");
                    if (key != null && !signer.get().equals(key))
                        yield broken(json, file, "it is signed with another key: " + signer.get());
                    json.put("intact", true)
                            .put("incident", recording.incident().id())
                            .put("entries", recording.entries().size())
                            .put("head", recording.head().hex());
                    signer.ifPresent(given -> json.put("signedBy", given));
                    output.print(
                            json,
                            () -> "Intact: " + recording.entries().size() + " entries of " + recording.incident()
                                    + " are as written; " + said(signer));
                    yield 0;
                }
            };
        }

        private static String said(Optional<String> signer) {
            return signer.map(given -> "signed with " + given + ".")
                    .orElse("not signed, so whoever had the file can have made all of it anew.");
        }

        private int broken(ObjectNode json, Path file, String reason) {
            json.put("intact", false).put("reason", reason);
            output.print(json, () -> "BROKEN: " + file + ": " + reason + ".");
            return 1;
        }

        /// What is wrong with what is kept beside the incidents.
        private List<String> besides(Store store) {
            var database = store.database().dataSource();
            var faults = new ArrayList<String>();
            new SwitchAudit(database).fault().ifPresent(faults::add);
            new SecurityLog(database).fault().ifPresent(faults::add);
            store.seals().fault().ifPresent(faults::add);
            if (seal != null && !store.seals().has(seal)) faults.add("there is no seal " + seal);
            return faults;
        }

        private static IncidentId id(String text) {
            try {
                return new IncidentId(text);
            } catch (IllegalArgumentException _) {
                throw new Complaint("'" + text + "' is no incident id; such as INC-4f2a9k1");
            }
        }

        private int tell(ChainCheck check, List<String> besides, Optional<Seal> last) {
            return switch (check) {
                case ChainCheck.Intact(var incidents, var _)
                when incidents == 0 && incident != null ->
                    throw new Complaint("there is no incident " + incident + " in this journal");
                case ChainCheck.Intact(var incidents, var entries)
                when besides.isEmpty() -> {
                    var json = JsonMapper.shared()
                            .createObjectNode()
                            .put("intact", true)
                            .put("incidents", incidents)
                            .put("entries", entries);
                    last.ifPresent(made -> json.put("seals", made.seq()).put("seal", made.hash()));
                    output.print(
                            json,
                            () -> "Intact: " + entries + " entries of " + incidents + " incidents are as written."
                                    + last.map(Verify::said).orElse(""));
                    yield 0;
                }
                case ChainCheck.Intact _ -> broken(besides, List.of());
                case ChainCheck.Broken(var faults) -> broken(besides, faults);
            };
        }

        private static String said(Seal last) {
            return System.lineSeparator() + "Seal " + last.seq() + " is " + last.hash() + "; kept elsewhere,"
                    + " --seal finds later whether all that it vouches for is still there.";
        }

        private int broken(List<String> besides, List<ChainCheck.Fault> faults) {
            var json = JsonMapper.shared().createObjectNode().put("intact", false);
            faults.stream()
                    .findFirst()
                    .ifPresent(first -> json.put("incident", first.incident()).put("seq", first.seq()));
            json.put(
                    "reason",
                    Stream.concat(faults.stream().map(ChainCheck.Fault::reason), besides.stream())
                            .findFirst()
                            .orElseThrow());
            var all = json.putArray("faults");
            besides.forEach(reason -> all.addObject().put("reason", reason));
            faults.forEach(fault -> all.addObject()
                    .put("incident", fault.incident())
                    .put("seq", fault.seq())
                    .put("reason", fault.reason()));
            output.print(
                    json,
                    () -> Stream.concat(
                                    besides.stream().map(reason -> "BROKEN: " + reason + "."),
                                    faults.stream()
                                            .map(fault -> "BROKEN at entry " + fault.seq() + " of " + fault.incident()
                                                    + ": " + fault.reason() + "."))
                            .collect(Collectors.joining(System.lineSeparator())));
            return 1;
        }
    }
}
