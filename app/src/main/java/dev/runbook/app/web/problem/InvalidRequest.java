package dev.runbook.app.web.problem;

import java.util.List;

/// A request that can be read and makes no sense, with everything that is wrong.
public class InvalidRequest extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    /// One thing that is wrong.
    public record Fault(String field, String message) {}

    /// @param faults never empty
    public InvalidRequest(List<Fault> faults) {
        super(
                Problem.INVALID,
                String.join(
                        "; ",
                        faults.stream().map(f -> f.field() + " " + f.message()).toList()));
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }
}
