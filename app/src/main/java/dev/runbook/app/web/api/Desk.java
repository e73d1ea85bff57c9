package dev.runbook.app.web.api;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.app.web.view.IncidentView;
import dev.runbook.core.approval.RequestId;
import dev.runbook.core.engine.Command;
import dev.runbook.core.engine.Decision;
import dev.runbook.core.engine.Event;
import dev.runbook.core.evidence.Evidence;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalEntry;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Finds incidents by what an address says, and hands commands to the desk. Safe for use by many threads.
public final class Desk {

    private final Backend backend;
    private final KeptJournals journals;

    public Desk(Backend backend) {
        this.backend = backend;
        journals = new KeptJournals(backend.journal());
    }

    /// The id that an address names.
    ///
    /// @throws ProblemException when it names none
    public static IncidentId id(String text) {
        return parse(text, IncidentId::new, "incident", "/api/v1/incidents lists them");
    }

    /// The approval request that an address names.
    ///
    /// @throws ProblemException when it names none
    public static RequestId request(String text) {
        return parse(text, RequestId::new, "approval request", "the incident lists its requests");
    }

    /// The journal of an incident.
    ///
    /// @return never empty
    /// @throws ProblemException when there is no such incident
    public List<JournalEntry> entries(IncidentId id) {
        var entries = journals.read(id);
        if (entries.isEmpty()) throw missing(id);
        return entries;
    }

    /// Everything an incident has seen, in the order of gathering.
    ///
    /// @throws ProblemException when there is no such incident
    public Stream<Evidence> evidence(IncidentId id) {
        return entries(id).stream()
                .flatMap(entry -> entry.stamped().event() instanceof Event.EvidenceGathered gathered
                        ? gathered.evidence().stream()
                        : Stream.empty());
    }

    /// Everything known about an incident.
    ///
    /// @throws ProblemException when there is no such incident
    public IncidentView view(IncidentId id) {
        return IncidentView.of(journals.read(id), backend.pace()).orElseThrow(() -> missing(id));
    }

    /// Does what a person wants.
    ///
    /// @throws ProblemException when it does not count, or there is no such incident
    public void handle(IncidentId id, Command command) {
        var decision = backend.desk().handle(id, command).orElseThrow(() -> missing(id));
        switch (decision) {
            case Decision.Accepted _ -> {}
            case Decision.Refused(var reason, var message) -> throw new ProblemException(problem(reason), message);
        }
    }

    private static Problem problem(Decision.Reason reason) {
        return switch (reason) {
            case NO_SUCH_REQUEST -> Problem.NOT_FOUND;
            case REQUEST_CLOSED -> Problem.REQUEST_CLOSED;
            case ALREADY_APPROVED -> Problem.ALREADY_APPROVED;
            case REQUESTER -> Problem.REQUESTER_MAY_NOT_APPROVE;
            case ROLE -> Problem.FORBIDDEN;
            case STALE_PLAN -> Problem.STALE_PLAN;
            case WRONG_ANSWER -> Problem.INVALID;
            case WRONG_PHASE -> Problem.WRONG_PHASE;
        };
    }

    private static ProblemException missing(IncidentId id) {
        return new ProblemException(Problem.NOT_FOUND, "There is no incident " + id + "; /api/v1/incidents lists them");
    }

    private static <T> T parse(String text, Function<String, T> parser, String what, String hint) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException _) {
            throw new ProblemException(Problem.NOT_FOUND, "There is no " + what + " '" + text + "'; " + hint);
        }
    }
}
