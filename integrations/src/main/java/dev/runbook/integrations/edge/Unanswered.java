package dev.runbook.integrations.edge;

/// A vendor's answer could not be had. It is thrown inside a live integration, across the several calls that one
/// operation may take, and becomes a value in [LiveVendor].
public final class Unanswered extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    public Unanswered(Fault fault) {
        super(fault.reason(), null, false, false);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
