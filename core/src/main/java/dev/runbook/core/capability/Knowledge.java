package dev.runbook.core.capability;

import dev.runbook.core.evidence.Observation;
import dev.runbook.core.operation.CallContext;
import java.util.Optional;

/// Pages that people wrote: what to know, and what to do. They are read by people; nothing in them is carried
/// out.
public interface Knowledge extends Integration {

    /// The pages that a problem is about, the best first.
    ///
    /// @param problem in words
    /// @param cause what is believed to be its cause, in words; empty when nobody knows yet
    /// @param limit how many pages at most
    /// @return [dev.runbook.core.evidence.Content.Facts] as [dev.runbook.core.diagnosis.Reading] writes them,
    ///     one for each page; output: a list of the pages' paths
    Observation pages(String problem, Optional<String> cause, int limit, CallContext context)
            throws InterruptedException;
}
