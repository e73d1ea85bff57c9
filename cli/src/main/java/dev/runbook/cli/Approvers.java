package dev.runbook.cli;

import dev.runbook.app.assembly.Rehearsal;
import dev.runbook.core.approval.ApprovalRequest;
import dev.runbook.core.approval.Gate;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Incident;
import dev.runbook.core.engine.Phase;
import dev.runbook.core.engine.Question;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.operation.Parameter;
import dev.runbook.core.value.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/// The people of a rehearsal.
final class Approvers {

    private static final List<Actor.Operator> OPERATORS =
            List.of(new Actor.Operator("ann"), new Actor.Operator("bob"), new Actor.Operator("cleo"));

    /// Approves everything that needs it, vetoes nothing, and answers every question with what it has by
    /// default, or yes; a question that neither answers is left open.
    static final Rehearsal.Approver ALL = new Rehearsal.Approver() {
        @Override
        public Optional<Command> decide(Incident incident, ApprovalRequest request) {
            return needsApproval(incident)
                    ? Optional.of(new Command.Approve(
                            next(incident), request.id(), request.planHash(), "rehearsal", Rehearsal.EVERY_ROLE))
                    : Optional.empty();
        }

        @Override
        public Optional<Command> answer(Incident incident, Question question) {
            var given = new TreeMap<String, Value>();
            for (var answer : question.answers())
                if (answer.fallback().isEmpty() && answer.type() == Parameter.Type.TRUTH)
                    given.put(answer.name(), Value.of(true));
            var answers = new Value.Fields(given);
            return question.faults(answers).isEmpty()
                    ? Optional.of(new Command.Answer(OPERATORS.getFirst(), question.id(), answers))
                    : Optional.empty();
        }
    };

    /// Denies or vetoes everything.
    static final Rehearsal.Approver NONE = (incident, request) ->
            Optional.of(new Command.Deny(OPERATORS.getFirst(), request.id(), "rehearsal: approve none"));

    private Approvers() {}

    /// Asks on the terminal. The end of the input is a no, and no answer.
    static Rehearsal.Approver asking(InputStream in, PrintStream out) {
        return new Asking(new BufferedReader(new InputStreamReader(in, Charset.defaultCharset())), out);
    }

    private record Asking(BufferedReader lines, PrintStream out) implements Rehearsal.Approver {

        @Override
        public Optional<Command> decide(Incident incident, ApprovalRequest request) {
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
        }

        @Override
        public Optional<Command> answer(Incident incident, Question question) {
            out.println();
            out.println("  " + question.text());
            while (true) {
                var given = new TreeMap<String, Value>();
                for (var answer : question.answers()) {
                    var line = asked(answer);
                    if (line.isEmpty()) return Optional.empty();
                    if (!line.get().isBlank())
                        given.put(answer.name(), value(answer, line.get().strip()));
                }
                var answers = new Value.Fields(given);
                var faults = question.faults(answers);
                if (faults.isEmpty())
                    return Optional.of(new Command.Answer(OPERATORS.getFirst(), question.id(), answers));
                faults.forEach(fault -> out.println("  " + fault));
            }
        }

        /// The line that somebody types; empty at the end of the input.
        private Optional<String> asked(Question.Answer answer) {
            var hints = new ArrayList<String>();
            hints.add(answer.type().name().toLowerCase(Locale.ROOT));
            if (!answer.options().isEmpty())
                hints.add(String.join(
                        " or ", answer.options().stream().map(Value::display).toList()));
            answer.fallback().ifPresent(value -> hints.add("default " + value.display()));
            out.print("  " + OPERATORS.getFirst().name() + ", " + answer.name() + "? [" + String.join(", ", hints)
                    + "] ");
            out.flush();
            try {
                return Optional.ofNullable(lines.readLine());
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        private static Value value(Question.Answer answer, String line) {
            return switch (answer.type()) {
                case TRUTH -> Value.of(line.toLowerCase(Locale.ROOT).matches("y|yes|true"));
                case WHOLE -> line.matches("-?[0-9]{1,18}") ? Value.of(Long.parseLong(line)) : Value.text(line);
                case NUMBER ->
                    line.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?")
                            ? Value.of(Double.parseDouble(line))
                            : Value.text(line);
                case LIST -> Value.of(List.of(line.split("\\s*,\\s*", -1)));
                case TEXT, DURATION, MAP -> Value.text(line);
            };
        }
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
