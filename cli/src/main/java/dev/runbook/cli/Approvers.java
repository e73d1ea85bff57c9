package dev.runbook.cli;

import dev.runbook.app.assembly.Rehearsal;
import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.incident.Actor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The people of a rehearsal.
final class Approvers {

    private static final List<Actor.Operator> OPERATORS =
            List.of(new Actor.Operator("ann"), new Actor.Operator("bob"), new Actor.Operator("cleo"));

    /// Approves everything that needs it, and vetoes nothing.
    static final Rehearsal.Approver ALL = (incident, request) -> needsApproval(incident)
            ? Optional.of(new Command.Approve(
                    next(incident), request.id(), request.planHash(), "rehearsal", Rehearsal.EVERY_ROLE))
            : Optional.empty();

    /// Denies or vetoes everything.
    static final Rehearsal.Approver NONE = (incident, request) ->
            Optional.of(new Command.Deny(OPERATORS.getFirst(), request.id(), "rehearsal: approve none"));

    private Approvers() {}

    /// Asks on the terminal. The end of the input is a no.
    static Rehearsal.Approver asking(InputStream in, PrintStream out) {
        var lines = new BufferedReader(new InputStreamReader(in, Charset.defaultCharset()));
        return (incident, request) -> {
            if (incident.phase() instanceof Phase.AwaitingVeto(var _, var ends) && ends.isEmpty())
                return Optional.empty();
            var operator = next(incident);
            out.println();
            out.println("  " + request.plan().operation() + " "
                    + request.plan().parameters().display() + "  ("
                    + request.plan().risk().key() + " risk)");
            request.plan()
                    .undo()
                    .ifPresent(undo -> out.println(
                            "  undo: " + undo.operation() + " " + undo.shown().display()));
            out.println("  why:  " + request.why());
            request.reasons().forEach(reason -> out.println("  rule: " + reason));
            out.print(
                    needsApproval(incident)
                            ? "  " + operator.name() + ", approve? [y/n] "
                            : "  It runs unless you veto. " + operator.name() + ", veto? [y/n] ");
            out.flush();
            var yes = yes(lines);
            out.println();
            if (needsApproval(incident))
                return Optional.of(
                        yes
                                ? new Command.Approve(
                                        operator, request.id(), request.planHash(), "", Rehearsal.EVERY_ROLE)
                                : new Command.Deny(operator, request.id(), "said no"));
            return yes ? Optional.of(new Command.Veto(operator, request.id(), "said no")) : Optional.empty();
        };
    }

    private static boolean yes(BufferedReader lines) {
        try {
            var line = lines.readLine();
            return line != null && line.strip().toLowerCase(Locale.ROOT).startsWith("y");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean needsApproval(Incident incident) {
        return incident.phase() instanceof Phase.AwaitingApproval(ApprovalRequest request, var _)
                && request.gate() instanceof Gate.NeedsApprovals;
    }

    /// An operator who has not approved yet.
    private static Actor.Operator next(Incident incident) {
        var given = incident.phase() instanceof Phase.AwaitingApproval(var _, var approvals)
                ? approvals
                : List.<Actor.Operator>of();
        return OPERATORS.stream().filter(o -> !given.contains(o)).findFirst().orElseThrow();
    }
}
