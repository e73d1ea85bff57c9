package dev.runbook.language;

import dev.runbook.core.runbook.Position;
import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with one file. One thread at a time.
public final class Problems {

    /// Beyond this many, the file is not a runbook with mistakes but something else.
    private static final int MOST = 200;

    /// Longer messages are cut in their middle.
    private static final int LONGEST = 240;

    private final List<Problem> found = new ArrayList<>();

    public void add(Position position, Rule rule, String message, String hint) {
        add(new Problem(position, rule, brief(message), hint));
    }

    /// A value that a message shows may be as long as the file.
    private static String brief(String message) {
        return message.length() <= LONGEST
                ? message
                : message.substring(0, LONGEST / 2) + " … " + message.substring(message.length() - LONGEST / 2);
    }

    public void add(Problem problem) {
        if (!isFull()) found.add(problem);
    }

    /// Adds a problem unless there is one at its place: what follows from another fault is none of its own.
    public void addUnlessAt(Position position, Rule rule, String message, String hint) {
        if (found.stream().noneMatch(problem -> problem.position().equals(position)))
            add(position, rule, message, hint);
    }

    /// Whether there are so many that no more are taken.
    public boolean isFull() {
        return found.size() >= MOST;
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(Problem::isError);
    }

    /// Everything found so far, in the order of the file.
    public List<Problem> inOrder() {
        return found.stream().sorted(Problem.BY_PLACE).toList();
    }
}
