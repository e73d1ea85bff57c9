package dev.runbook.core.runbook;

/// A place in a file; line and column are counted from 1.
public record Position(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
