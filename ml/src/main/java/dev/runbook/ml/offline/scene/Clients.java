package dev.runbook.ml.offline.scene;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.evidence.EvidenceId;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Whose doing the trouble of a database is.
public final class Clients {

    private Clients() {}

    /// A service that a database's own log names in its lines about slow or waiting queries.
    ///
    /// @param evidence the lines
    public record Culprit(String application, Set<EvidenceId> evidence) {}

    /// The service whose queries the database says are slow; empty when it names none. The most frequent
    /// kind of line decides.
    public static Optional<Culprit> behind(Scene scene, String database) {
        var services = services(scene, database);
        return scene.logsOf(database)
                .filter(l ->
                        l.conditions().stream().anyMatch(c -> c.cause().equals(Optional.of(CauseKind.DATABASE_SLOW)))
                                || l.troubling()
                                || DURATION.matcher(l.example()).find())
                .sorted(Comparator.comparingInt((LogSign l) -> l.count()).reversed())
                .flatMap(l -> named(l.example(), services).map(name -> new Culprit(name, l.evidence())).stream())
                .findFirst();
    }

    private static final Pattern DURATION = Pattern.compile("(?i)duration|took|query_time|elapsed");

    /// Those that need the database come first: they are meant when a name could be two.
    private static Collection<String> services(Scene scene, String database) {
        var callers = new TreeSet<>(scene.topology().directDependantsOf(database));
        callers.removeIf(name -> scene.kindOf(name) != Scene.Kind.SERVICE && scene.kindOf(name) != Scene.Kind.UNKNOWN);
        return callers;
    }

    /// The one that the line mentions; the longest, where a name is a part of another.
    private static Optional<String> named(String line, Collection<String> services) {
        return services.stream()
                .filter(name -> Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
                        .matcher(line)
                        .find())
                .max(Comparator.comparingInt(String::length));
    }
}
