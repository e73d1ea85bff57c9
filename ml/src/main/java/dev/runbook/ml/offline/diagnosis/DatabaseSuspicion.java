package dev.runbook.ml.offline.diagnosis;

import static dev.runbook.ml.offline.statistics.Quantity.CONNECTIONS;
import static dev.runbook.ml.offline.statistics.Quantity.LATENCY;
import static dev.runbook.ml.offline.statistics.Quantity.LOCKS;
import static dev.runbook.ml.offline.statistics.Quantity.REPLICATION_LAG;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.ml.offline.scene.Clients;
import dev.runbook.ml.offline.scene.Figures;
import dev.runbook.ml.offline.scene.Inventory.Database;
import dev.runbook.ml.offline.scene.Scene;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A database whose connections are used up, or that answers slowly.
final class DatabaseSuspicion implements Suspicion {

    private static final Pattern DATABASE_NAME = Pattern.compile(
            "(?i)(^|[-_.])(db|database|sql|postgres\\w*|pg|mysql|maria\\w*|oracle|mongo\\w*|redis|cassandra|rds|aurora)([-_.\\d]|$)|db$");

    @Override
    public List<Suspect> suspects(Scene scene) {
        var places = new TreeSet<>(scene.components());
        scene.inventory().databases().forEach(d -> places.add(d.name()));
        var suspects = new ArrayList<Suspect>();
        for (var component : places) {
            if (!isDatabase(scene, component)) continue;
            connections(scene, component).ifPresent(suspects::add);
            slowness(scene, component).ifPresent(suspects::add);
        }
        return suspects;
    }

    private static boolean isDatabase(Scene scene, String component) {
        return status(scene, component).isPresent()
                || scene.kindOf(component) == Scene.Kind.DATABASE
                || DATABASE_NAME.matcher(component).find()
                || !scene.troubled(component, REPLICATION_LAG, LOCKS, CONNECTIONS)
                        .isEmpty();
    }

    private static Optional<Database> status(Scene scene, String component) {
        return scene.inventory().databases().stream()
                .filter(d -> d.name().equals(component))
                .findFirst();
    }

    private static Optional<Suspect> connections(Scene scene, String component) {
        var measured = scene.troubled(component, CONNECTIONS);
        var status = status(scene, component);
        var said = hints(scene, component, CauseKind.DATABASE_CONNECTIONS);
        if (measured.isEmpty()
                && said.isEmpty()
                && status.filter(Database::nearlyUsedUp).isEmpty()) return Optional.empty();
        var hog = status.flatMap(Database::hog);
        var suspect = new Suspect(
                CauseKind.DATABASE_CONNECTIONS,
                component,
                "The connections of " + component + " are used up"
                        + hog.map(h -> ", most of them by " + h.application()).orElse(""));
        measured.stream().findFirst().ifPresent(m -> suspect.argue(2, m));
        Hints.argue(suspect, 2, said);
        status.ifPresent(d -> suspect.argue(d.nearlyUsedUp() ? 2.5 : -2.5, phrase(d), Set.of(d.evidence())));
        hog.filter(_ -> status.filter(Database::nearlyUsedUp).isPresent())
                .ifPresent(h -> suspect.argue(
                        1,
                        h.application() + " holds " + Figures.number(h.connections()) + " of them"
                                + (h.idle() > 0 ? ", " + Figures.number(h.idle()) + " idle" : ""),
                        Set.of(status.orElseThrow().evidence())));
        scene.calm(component, CONNECTIONS).stream()
                .findFirst()
                .filter(_ -> status.filter(Database::nearlyUsedUp).isPresent())
                .ifPresent(m -> suspect.argue(-2.5, m.phrase(), m.evidence()));
        return Optional.of(suspect);
    }

    private static String phrase(Database database) {
        return database.name() + " has " + Figures.number(database.connections()) + " of "
                + Figures.number(database.most()) + " connections in use";
    }

    private static Optional<Suspect> slowness(Scene scene, String component) {
        var waits = scene.troubled(component, LOCKS, REPLICATION_LAG);
        var slow = scene.troubled(component, LATENCY);
        var said = hints(scene, component, CauseKind.DATABASE_SLOW);
        if (waits.isEmpty() && slow.isEmpty() && said.isEmpty()) return Optional.empty();
        var culprit = Clients.behind(scene, component);
        var suspect = new Suspect(
                CauseKind.DATABASE_SLOW,
                component,
                "The database " + component + " answers slowly"
                        + culprit.map(c -> ", kept busy by queries of " + c.application())
                                .orElse(""));
        culprit.ifPresent(
                c -> suspect.argue(0.5, "its log names " + c.application() + " beside its slow queries", c.evidence()));
        waits.stream().findFirst().ifPresent(m -> suspect.argue(2.5, m));
        slow.stream().findFirst().ifPresent(m -> suspect.argue(1.5, m));
        Hints.argue(suspect, 2, said);
        status(scene, component)
                .filter(Database::nearlyUsedUp)
                .ifPresent(d -> suspect.argue(-2, phrase(d), Set.of(d.evidence())));
        return Optional.of(suspect);
    }

    /// What the database itself says, or else those who call it.
    static List<Hints.Hint> hints(Scene scene, String component, CauseKind kind) {
        var own = Hints.of(scene, component, kind);
        if (!own.isEmpty()) return own;
        return scene.topology().directDependantsOf(component).stream()
                .flatMap(caller -> Hints.of(scene, caller, kind).stream())
                .toList();
    }
}
