package dev.runbook.app.web.problem;

/// A request that cannot be done; the answer says why.
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    /// @param detail names the thing and says what to do; the asker reads it
    public ProblemException(Problem problem, String detail) {
        super(detail, null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }

    /// What the asker reads.
    public String detail() {
        return String.valueOf(getMessage());
    }
}
