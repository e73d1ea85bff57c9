package dev.runbook.ml.offline.summary;

import static dev.runbook.ml.offline.summary.Markdown.text;

import dev.runbook.core.evidence.Content.AlertSeen;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.incident.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The alerts of an incident, one line each.
final class Alerts {

    private Alerts() {}

    /// How long before its cause an alert may have begun and still belong to it: clocks and measurements
    /// differ.
    private static final Duration BLUR = Duration.ofMinutes(5);

    /// Every alert that was reported or seen and can belong to the incident, oldest first, with the last word
    /// on it.
    static List<String> seen(Account account) {
        return lines(account, alert -> !isBystander(account, alert));
    }

    /// The alerts that came and went all the time, or began well before the cause.
    static List<String> bystanders(Account account) {
        return lines(account, alert -> isBystander(account, alert));
    }

    private static String over(Account account, Alert alert) {
        return account.isOver(alert) ? " and is over" : "";
    }

    /// The alerts that came in and that nobody has said to be over, neither their sender nor who was asked.
    static List<Alert> open(Account account) {
        var last = last(account);
        return Stream.concat(account.report().alerts().stream(), account.joined().stream())
                .filter(alert -> !account.isOver(alert))
                .filter(alert -> Optional.ofNullable(last.get(alert.fingerprint()))
                        .map(AlertSeen::firing)
                        .orElse(true))
                .toList();
    }

    private static boolean isBystander(Account account, Alert alert) {
        if (account.report().alerts().stream().anyMatch(a -> a.fingerprint().equals(alert.fingerprint()))) return false;
        var onset = account.onset();
        var starts = account.evidence().values().stream()
                .mapMulti((Evidence piece, Consumer<Instant> out) -> {
                    if (piece.content() instanceof AlertSeen(var seen, var _)
                            && seen.fingerprint().equals(alert.fingerprint())) out.accept(seen.startedAt());
                })
                .collect(Collectors.toCollection(TreeSet::new));
        return onset.isPresent()
                && !starts.isEmpty()
                && starts.first().isBefore(onset.get().minus(BLUR));
    }

    /// The last look at each alert, by its fingerprint.
    private static Map<String, AlertSeen> last(Account account) {
        var latest = new LinkedHashMap<String, AlertSeen>();
        account.evidence().values().forEach(piece -> {
            if (piece.content() instanceof AlertSeen seen)
                latest.put(seen.alert().fingerprint(), seen);
        });
        return latest;
    }

    private static List<String> lines(Account account, Predicate<Alert> which) {
        var words = new LinkedHashMap<Alert, String>();
        account.report().alerts().forEach(a -> words.put(a, "was reported" + over(account, a)));
        account.joined().forEach(a -> words.put(a, "joined" + over(account, a)));
        var latest = last(account);
        words.keySet().removeIf(a -> latest.containsKey(a.fingerprint()));
        latest.values()
                .forEach(s ->
                        words.put(s.alert(), s.firing() ? "fired when last seen" : "had recovered when last seen"));
        return words.keySet().stream()
                .filter(which)
                .sorted(Comparator.comparing(Alert::startedAt).thenComparing(Alert::fingerprint))
                .map(a -> "Alert " + text(a.name()) + " on " + text(a.component()) + " since "
                        + PostMortem.time(a.startedAt()) + " " + words.get(a) + ": " + text(a.text()))
                .toList();
    }
}
