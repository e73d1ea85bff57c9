package dev.runbook.ml.offline.summary;

import static dev.runbook.ml.offline.summary.Markdown.text;

import dev.runbook.core.approval.Plan;
import dev.runbook.core.engine.Verification;
import java.util.List;

/// The part of the post-mortem about what was done: what ran, who let it, and what it was seen to do.
final class Deeds {

    private final Markdown page;

    Deeds(Markdown page) {
        this.page = page;
    }

    void write(Account account) {
        if (account.deeds().isEmpty()) page.paragraph("Nothing was changed.");
        var helpful = account.deeds().stream().filter(Deed::helped).toList();
        helpful.forEach(this::deed);
        account.openWords().forEach(word -> page.paragraph(decision(word)));
        var useless = account.deeds().stream().filter(d -> !d.helped()).toList();
        page.heading(2, "What was tried and did not help");
        if (useless.isEmpty()) page.paragraph("Nothing.");
        useless.forEach(this::deed);
    }

    /// The call as a sentence names it.
    static String what(Plan plan) {
        return text((plan.undoes() ? "undo of " + plan.step() + ": " : "") + plan.operation() + " "
                + plan.parameters().display());
    }

    private void deed(Deed deed) {
        var plan = deed.plan();
        page.heading(3, what(plan));
        page.paragraph("Step " + text(plan.step().id()) + " of runbook "
                + text(plan.runbook().id()) + " (version "
                + plan.runbookVersion().brief() + "), " + PostMortem.lower(plan.risk()) + " risk, ran at "
                + PostMortem.time(deed.startedAt()) + ". Result: " + text(deed.result()) + ".");
        page.paragraph(deed.how().isEmpty() ? "" : "Why it was allowed to run: " + text(deed.how()) + ".");
        page.list(deed.decisions().stream().map(Deeds::decision).toList(), "Nobody was asked to approve it.");
        deed.checks()
                .forEach(check -> page.paragraph("Step " + text(check.step().id()) + " looked again at "
                        + PostMortem.time(check.at()) + ": " + text(check.said()) + "."));
        deed.look().ifPresent(this::look);
        if (!plan.undoes() && deed.look().isEmpty() && deed.checks().isEmpty())
            page.paragraph("Nobody looked afterwards whether it helped.");
    }

    private void look(Deed.Look look) {
        page.paragraph("Looked at again at " + PostMortem.time(look.at()) + ": "
                + (look.helped() ? "the problem was gone." : "the problem was not seen to be gone."));
        page.table(
                List.of("Checked", "Answer", "Figures"),
                look.verification().signals().stream().map(Deeds::signal).toList());
    }

    private static List<String> signal(Verification.Signal signal) {
        return List.of(
                text(signal.question()),
                PostMortem.lower(signal.answer()),
                text(signal.detail()) + PostMortem.cited(signal.evidence()));
    }

    private static String decision(Account.Word word) {
        return text(word.who()) + " " + word.verb() + " " + word.request() + " at " + PostMortem.time(word.at())
                + (word.comment().isBlank() ? "" : ": " + text(word.comment()));
    }
}
