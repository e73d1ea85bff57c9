package dev.runbook.ml.offline.summary;

import static dev.runbook.ml.offline.summary.Markdown.text;

import dev.runbook.core.diagnosis.Diagnosis;
import dev.runbook.core.diagnosis.Diagnosis.Verdict;
import dev.runbook.core.diagnosis.Hypothesis;
import dev.runbook.core.diagnosis.Reading;
import dev.runbook.core.diagnosis.Summarizer;
import dev.runbook.core.engine.Event;
import dev.runbook.core.engine.IncidentSummary;
import dev.runbook.core.engine.Notice;
import dev.runbook.core.engine.Sentence;
import dev.runbook.core.evidence.EvidenceId;
import dev.runbook.core.incident.Alert;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.journal.Stamped;
import dev.runbook.core.operation.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes the post-mortem in Markdown from the journal alone. Figures are the journal's own, at most rounded;
/// where one is computed, the sentence shows from what. Safe for use by many threads.
public final class PostMortem implements Summarizer {

    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// How many alerts a sentence names.
    private static final int MOST_NAMES = 5;

    @Override
    public String postMortem(IncidentId incident, List<Stamped> journal) {
        var account = Account.of(journal);
        var page = new Markdown();
        page.heading(1, "Post-mortem " + incident + ": " + text(IncidentSummary.titleOf(account.report())));
        facts(page, account);
        page.heading(2, "Summary").paragraph(summary(account));
        page.heading(2, "Impact");
        impact(page, account);
        page.heading(2, "Cause");
        cause(page, account);
        page.heading(2, "What was done");
        new Deeds(page).write(account);
        page.heading(2, "What was ruled out").list(ruledOut(account), "Nothing was ruled out by name.");
        page.heading(2, "What could not be seen")
                .list(account.gaps().stream().map(Markdown::text).toList(), "Every question got an answer.");
        var reading = reading(account);
        if (!reading.isEmpty()) page.heading(2, "Worth reading").list(reading, "");
        page.heading(2, "Follow-ups").list(FollowUps.of(account), "");
        page.heading(2, "Timeline (UTC)");
        timeline(page, account);
        return page.toString();
    }

    static String time(Instant time) {
        return DAY_AND_TIME.format(time);
    }

    /// Evidence ids as a sentence cites them: `(ev-1, ev-4)`.
    static String cited(Set<EvidenceId> evidence) {
        return evidence.isEmpty()
                ? ""
                : evidence.stream().map(EvidenceId::id).collect(Collectors.joining(", ", " (", ")"));
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void facts(Markdown page, Account account) {
        var report = account.report();
        var rows = new ArrayList<List<String>>();
        account.classification().ifPresent(c -> {
            rows.add(List.of("Severity", severity(c.severity(), account.corrections())));
            rows.add(List.of("Category", lower(account.category())));
        });
        rows.add(List.of("Environment", text(report.environment())));
        report.host().ifPresent(host -> rows.add(List.of("Host", text(host))));
        report.service().ifPresent(service -> rows.add(List.of("Service", text(service))));
        rows.add(List.of("Reported", time(account.reportedAt()) + " by " + text(account.reporter())));
        account.end()
                .ifPresent(end -> rows.add(List.of(ending(end), time(end.at()) + span(account.reportedAt(), end))));
        page.table(List.of("", ""), rows);
    }

    /// The severity as it was corrected last, and what it had seemed before.
    private static String severity(Severity told, List<Event.SeverityCorrected> corrections) {
        if (corrections.isEmpty()) return lower(told);
        var last = corrections.getLast().found();
        return lower(last.severity()) + "; " + lower(told) + " as reported, until it was seen that "
                + text(last.reason()) + cited(last.evidence());
    }

    private static String ending(Account.End end) {
        return switch (end) {
            case Account.End.Resolved _ -> "Resolved";
            case Account.End.Escalated _ -> "Escalated";
        };
    }

    private static String span(Instant from, Account.End end) {
        return ", " + length(from, end.at()) + " after the report";
    }

    private static String length(Instant from, Instant to) {
        return Durations.display(Duration.between(from, to).truncatedTo(ChronoUnit.SECONDS));
    }

    private static String summary(Account account) {
        var sentences = new ArrayList<String>();
        sentences.add(
                text(account.reporter()) + " reported: " + text(ended(IncidentSummary.titleOf(account.report()))));
        sentences.add(concluded(account));
        var helpful = account.deeds().stream().filter(Deed::helped).toList();
        if (!helpful.isEmpty())
            sentences.add("What ended it: "
                    + helpful.stream().map(d -> Deeds.what(d.plan())).collect(Collectors.joining(", then ")) + ".");
        else if (account.deeds().isEmpty()) sentences.add("Nothing was changed.");
        else sentences.add("What was done is not seen to have helped.");
        account.end()
                .ifPresent(end -> sentences.add(
                        switch (end) {
                            case Account.End.Resolved(var _, var how) -> "It is resolved: " + text(how) + ".";
                            case Account.End.Escalated(var _, var reason) ->
                                "It was handed to a person: " + text(reason) + ".";
                        }));
        stillFiring(account).ifPresent(sentences::add);
        return String.join(" ", sentences);
    }

    /// Which alerts nobody has said to be over, where the incident is.
    private static Optional<String> stillFiring(Account account) {
        var open = account.end().filter(Account.End.Resolved.class::isInstance).isPresent()
                ? Alerts.open(account)
                : List.<Alert>of();
        if (open.isEmpty()) return Optional.empty();
        var names = open.stream()
                .limit(MOST_NAMES)
                .map(a -> text(a.name())
                        + a.place().map(place -> " on " + text(place)).orElse(""))
                .collect(Collectors.joining(", "));
        return Optional.of("Not known to be over when it was resolved: " + names
                + (open.size() > MOST_NAMES ? " and " + (open.size() - MOST_NAMES) + " more alerts" : "") + ".");
    }

    /// The text with a full stop at its end, unless it ends by itself.
    private static String ended(String text) {
        return text.matches("(?s).*[.!?…]\\s*") ? text.strip() : text.strip() + ".";
    }

    private static String concluded(Account account) {
        var causes = account.causes();
        if (causes.isEmpty())
            return account.diagnosis().map(PostMortem::withoutCause).orElse("No diagnosis was made.");
        var sentences = new ArrayList<String>();
        for (int i = 0; i < causes.size(); i++)
            sentences.add((causes.size() == 1 ? "The cause" : "Cause " + (i + 1) + " of " + causes.size())
                    + ", with confidence " + hundredths(causes.get(i).confidence()) + ": "
                    + text(causes.get(i).statement()) + cited(causes.get(i).supportedBy()) + ".");
        if (account.diagnosis().filter(d -> d.verdict() == Verdict.INCONCLUSIVE).isPresent())
            sentences.add("What else is wrong the evidence does not tell.");
        return String.join(" ", sentences);
    }

    private static String withoutCause(Diagnosis diagnosis) {
        return switch (diagnosis.verdict()) {
            case FAULT -> "Something is broken.";
            case HEALTHY -> "The evidence shows nothing that is broken.";
            case INCONCLUSIVE -> "The evidence does not tell the cause.";
        };
    }

    private static String hundredths(double share) {
        return String.format(Locale.ROOT, "%.2f", share);
    }

    private static void impact(Markdown page, Account account) {
        page.paragraph("As reported: " + text(account.report().text()));
        account.onset().ifPresent(onset -> {
            var until = account.end().filter(Account.End.Resolved.class::isInstance);
            page.paragraph(until.map(end -> "The trouble lasted " + length(onset, end.at()) + ": from "
                            + time(onset) + ", when the cause began, to " + time(end.at())
                            + ", when it was seen to be over.")
                    .orElse("The cause began at " + time(onset) + "; the trouble is not known to be over."));
        });
        page.list(Alerts.seen(account), "No alert is known of.");
        if (account.counted() > 0)
            page.paragraph(
                    account.counted() + " alerts or more joined this incident; those that are not named here are in"
                            + " the list of alerts.");
        var bystanders = Alerts.bystanders(account);
        if (!bystanders.isEmpty())
            page.paragraph("Began well before the cause, and so is not seen to belong to it:")
                    .list(bystanders, "");
    }

    private static void cause(Markdown page, Account account) {
        var causes = account.causes();
        if (causes.isEmpty()) page.paragraph(concluded(account));
        for (int i = 0; i < causes.size(); i++) {
            if (causes.size() > 1) page.heading(3, "Cause " + (i + 1) + " of " + causes.size());
            cause(page, account, causes.get(i));
        }
        var likeness = account.diagnosis().flatMap(Diagnosis::leading).isPresent() ? "Less likely" : "Possible";
        var others = account.diagnosis().stream()
                .flatMap(d -> d.hypotheses().stream())
                .filter(h -> !causes.contains(h) && h.ruledOut().isEmpty())
                .map(h -> likeness + ", confidence " + hundredths(h.confidence()) + ": " + text(h.statement())
                        + cited(h.supportedBy()))
                .toList();
        page.list(others, "");
    }

    private static void cause(Markdown page, Account account, Hypothesis cause) {
        page.paragraph(text(cause.statement()) + ".");
        page.paragraph("Kind: " + lower(cause.kind()) + ", " + cause.kind().description() + ". Where: "
                + text(cause.component()) + "."
                + cause.onset().map(at -> " Since: " + time(at) + ".").orElse("") + " Confidence: "
                + hundredths(cause.confidence()) + ".");
        page.table(List.of("Evidence", "Speaks", "Source", "What was seen"), evidence(account, cause));
    }

    private static List<List<String>> evidence(Account account, Hypothesis cause) {
        var rows = new ArrayList<List<String>>();
        account.evidence().forEach((id, piece) -> {
            var supports = cause.supportedBy().contains(id);
            if (supports || cause.contradictedBy().contains(id))
                rows.add(List.of(
                        id.id(),
                        supports ? "for it" : "against it",
                        text(piece.source()),
                        text(piece.content().headline())));
        });
        return rows;
    }

    private static List<String> ruledOut(Account account) {
        return account.diagnosis().stream()
                .flatMap(d -> d.hypotheses().stream())
                .filter(h -> h.ruledOut().isPresent())
                .map(h -> text(h.statement()) + cited(h.supportedBy()) + " — ruled out: "
                        + text(h.ruledOut().orElseThrow()) + cited(h.contradictedBy()))
                .toList();
    }

    /// Pages that people wrote, best first.
    private static List<String> reading(Account account) {
        return Reading.in(account.evidence().values()).stream()
                .map(cited -> text(cited.page().path())
                        + (cited.page().heading().isEmpty()
                                ? ""
                                : ", " + text(cited.page().heading()))
                        + ": nearness " + hundredths(cited.page().score()) + cited(Set.of(cited.evidence())))
                .toList();
    }

    private static void timeline(Markdown page, Account account) {
        page.table(
                List.of("Time", "What happened"),
                account.journal().stream()
                        .filter(stamped -> !(stamped.event() instanceof Event.Documented))
                        .filter(stamped -> !Notice.isOfBulletin(stamped.event()))
                        .map(stamped -> List.of(TIME.format(stamped.at()), text(Sentence.of(stamped))))
                        .toList());
    }
}
