package dev.runbook.ml.offline.summary;

import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Hypothesis;
import java.util.ArrayList;
import java.util.List;

/// What should be done once the fire is out.
final class FollowUps {

    private FollowUps() {}

    /// One sentence each, in Markdown; never empty.
    static List<String> of(Account account) {
        var items = new ArrayList<String>();
        var causes = account.causes();
        if (account.end().filter(Account.End.Escalated.class::isInstance).isPresent())
            items.add("A person takes over: nothing that was done here ended the trouble for certain.");
        causes.stream().map(FollowUps::remedy).distinct().forEach(items::add);
        if (account.deeds().stream().anyMatch(d -> !d.helped()))
            items.add("Find out why what was tried did not help, and correct the runbook.");
        if (!account.gaps().isEmpty())
            items.add("Close the gaps in what can be seen (listed above), so that the next diagnosis has them.");
        if (causes.isEmpty() && isHealthy(account))
            items.add("Nothing was broken. If this is reported again, tune what raised it.");
        else if (causes.isEmpty()) items.add("Find the cause: the evidence here does not name one for certain.");
        items.add("Check these conclusions, and complete the impact with what users and support saw.");
        return items;
    }

    private static boolean isHealthy(Account account) {
        return account.diagnosis()
                .filter(d -> d.verdict() == Diagnosis.Verdict.HEALTHY)
                .isPresent();
    }

    private static String remedy(Hypothesis cause) {
        var component = Markdown.text(cause.component());
        return switch (cause.kind()) {
            case RUNAWAY_PROCESS -> "Find out why " + component + " ran away, and limit the CPU it can take.";
            case TRAFFIC_SURGE -> "Review the capacity and the automatic scaling of " + component + ".";
            case MEMORY_LEAK -> "Find the leak in " + component + ", and limit the memory it can take.";
            case DISK_FULL -> "Rotate or expire what fills the disk of " + component + ", and alert earlier.";
            case DATABASE_CONNECTIONS ->
                "Find out who leaves connections to " + component + " open, and bound the pools of its clients.";
            case DATABASE_SLOW -> "Review the slow statements, locks and indexes of " + component + ".";
            case BAD_DEPLOYMENT ->
                "Correct the release of " + component + " before it goes out again, and add the test that misses.";
            case CONFIGURATION_CHANGE ->
                "Correct the change of " + component + " before it is made again, and validate it beforehand.";
            case NETWORK_DEGRADATION -> "Take the path " + component + " up with whoever runs it.";
            case DEPENDENCY_FAILURE ->
                "Agree with the owners of " + component + " how its callers survive the next failure.";
            case APPLICATION_FAULT -> "Correct the fault of " + component + ", with a test.";
            case CREDENTIALS -> "Renew what expired on " + component + ", and alert before it expires again.";
            case UNKNOWN -> "Find the cause of the trouble on " + component + ".";
        };
    }
}
