package dev.runbook.integrations.aws.credentials;

import dev.runbook.integrations.edge.Patience;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Unanswered;
import java.util.List;
import java.util.Optional;

/// Gives keys of roles for a while: [AWS's Security Token
/// Service](https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html). Safe for use by many
/// threads.
public interface TokenService {

    /// Calls an action of it.
    ///
    /// @param input what the action takes
    /// @param keys who asks; empty for an action that is not signed
    Keys call(String action, List<Request.Parameter> input, Optional<Keys> keys, Patience patience)
            throws Unanswered, InterruptedException;
}
