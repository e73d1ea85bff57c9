package dev.runbook.integrations.estate;

/// A network path between two regions.
///
/// @param from one end
/// @param to the other end; traffic flows both ways
/// @param rttMs the round trip when nothing is wrong
public record Link(String name, String from, String to, double rttMs) implements Component {

    /// Whether it joins these two regions.
    public boolean joins(String one, String other) {
        return (from.equals(one) && to.equals(other)) || (from.equals(other) && to.equals(one));
    }
}
