package dev.runbook.core.runbook;

/// An expression in CEL, as written, and where.
///
/// @param straight whether it stands in its file as it reads, on one line, so that places within it can be counted
public record Expression(String source, Position position, boolean straight) {

    /// An expression that stands in its file as it reads.
    public Expression(String source, Position position) {
        this(source, position, true);
    }
}
