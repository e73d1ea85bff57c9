package dev.runbook.core.capability;

import static dev.runbook.core.operation.Parameter.optional;
import static dev.runbook.core.operation.Parameter.required;
import static dev.runbook.core.operation.Parameter.withDefault;

import dev.runbook.core.operation.Parameter;

/// Parameters that operations of several capabilities have.
final class Parameters {

    /// Spans of time in seconds.
    static final double SECOND = 1;

    static final double YEAR = 366 * 86_400.0;

    static final int MOST_ROWS = 1_000;

    static final Parameter HOST = required("host", Parameter.Type.TEXT, "the host");
    static final Parameter SERVICE = required("service", Parameter.Type.TEXT, "the service");
    static final Parameter SOME_HOST = optional("host", Parameter.Type.TEXT, "only this host");
    static final Parameter SOME_SERVICE = optional("service", Parameter.Type.TEXT, "only this service");
    static final Parameter TIMEFRAME = withDefault(
                    "timeframe", Parameter.Type.DURATION, "how far to look back, such as 2h", "1h")
            .between(SECOND, YEAR);

    private Parameters() {}
}
