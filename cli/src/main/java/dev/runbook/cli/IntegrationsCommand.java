package dev.runbook.cli;

import dev.runbook.app.assembly.Vendors;
import dev.runbook.core.operation.Durations;
import dev.runbook.integrations.registry.IntegrationSettings;
import dev.runbook.integrations.registry.KnownIntegration;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// What is configured towards the outside.
@Command(
        name = "integrations",
        description = "Check the integrations.",
        mixinStandardHelpOptions = true,
        subcommands = IntegrationsCommand.Check.class)
final class IntegrationsCommand extends CommandGroup {

    /// An answer that took longer is called slow.
    private static final Duration SLOW = Duration.ofSeconds(3);

    /// Asks each live integration something harmless.
    @Command(
            name = "check",
            description = "Prove with a real read that each live integration can be used.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "Exit codes:%n",
            exitCodeList = {"0:all can be used", "1:something is missing or refused"})
    static final class Check implements Callable<Integer> {

        @Mixin
        private Output output = new Output();

        @Parameters(arity = "0..1", paramLabel = "NAME", description = "Only this integration, such as pagerduty.")
        private @Nullable String name;

        @Override
        public Integer call() throws InterruptedException {
            var configuration = Settings.read(Map.of());
            var checked = new ArrayList<Vendors.Checked>();
            try (var vendors = new Vendors(configuration, InstantSource.system())) {
                for (var known : named(name)) checked.add(vendors.check(known, configuration.callTimeout()));
            }
            output.print(json(checked), () -> text(checked));
            return checked.stream().allMatch(Vendors.Checked::works) ? 0 : 1;
        }

        private static ArrayNode json(List<Vendors.Checked> checked) {
            var json = JsonMapper.shared().createArrayNode();
            for (var one : checked) {
                var node = json.addObject()
                        .put("name", one.name())
                        .put("mode", mode(one))
                        .put("works", one.works());
                var findings = node.putArray("findings");
                for (var finding : one.findings())
                    findings.addObject()
                            .put("what", finding.what())
                            .put("works", finding.works())
                            .put("detail", finding.detail())
                            .put("milliseconds", finding.took().toMillis())
                            .put("slow", finding.took().compareTo(SLOW) > 0);
            }
            return json;
        }

        private static String text(List<Vendors.Checked> checked) {
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("INTEGRATION", "MODE", "", "WHAT", "DETAIL"));
            for (var one : checked) {
                if (one.findings().isEmpty())
                    rows.add(List.of(
                            one.name(),
                            mode(one),
                            "ok",
                            "",
                            (one.mode() == IntegrationSettings.Mode.OFF ? "off" : "simulated") + "; nothing to check"));
                for (var finding : one.findings())
                    rows.add(List.of(
                            one.name(),
                            mode(one),
                            finding.works() ? "ok" : "FAILS",
                            finding.what(),
                            finding.detail()
                                    + (finding.took().compareTo(SLOW) > 0
                                            ? " (slow: " + Durations.display(finding.took()) + ")"
                                            : "")));
            }
            return Output.table(rows);
        }

        private static String mode(Vendors.Checked one) {
            return one.mode().name().toLowerCase(Locale.ROOT);
        }
    }

    /// The integration of a name; all of them where none is given.
    ///
    /// @throws Complaint when there is no such integration
    static List<KnownIntegration> named(@Nullable String name) {
        var named = KnownIntegration.ALL.stream()
                .filter(known -> name == null || known.name().equals(name))
                .toList();
        if (named.isEmpty())
            throw new Complaint("there is no integration '" + name + "'; there are "
                    + KnownIntegration.ALL.stream().map(KnownIntegration::name).collect(Collectors.joining(", ")));
        return named;
    }
}
