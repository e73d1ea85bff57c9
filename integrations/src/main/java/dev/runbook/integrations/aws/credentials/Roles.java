package dev.runbook.integrations.aws.credentials;

import dev.runbook.integrations.edge.Fault;
import dev.runbook.integrations.edge.Request;
import dev.runbook.integrations.edge.Unanswered;
import dev.runbook.integrations.registry.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keys of roles.
///
/// @param service who gives them
record Roles(TokenService service) {

    private static final String SESSION = "runbook";

    /// What a role is asked for with.
    ///
    /// @param arn the role's name
    /// @param session what the role's deeds are called by in logs
    /// @param externalId what another account wants to hear; empty for none
    /// @param seconds how long the keys shall be good; empty for AWS's own hour
    record Wanted(String arn, String session, Optional<String> externalId, Optional<String> seconds) {

        static Wanted of(String arn, Map<String, String> profile) {
            var seconds = Optional.ofNullable(profile.get("duration_seconds"));
            if (seconds.isPresent() && !seconds.get().matches("\\d{3,5}"))
                throw new ConfigurationException(
                        "duration_seconds = " + seconds.get() + " of role " + arn + " is no number from 900 to 43200");
            return new Wanted(
                    arn,
                    session(Optional.ofNullable(profile.get("role_session_name"))),
                    Optional.ofNullable(profile.get("external_id")),
                    seconds);
        }

        static String session(Optional<String> given) {
            return given.orElse(SESSION);
        }

        private List<Request.Parameter> parameters() {
            var parameters = new ArrayList<Request.Parameter>();
            parameters.add(new Request.Parameter("RoleArn", arn));
            parameters.add(new Request.Parameter("RoleSessionName", session));
            externalId.ifPresent(id -> parameters.add(new Request.Parameter("ExternalId", id)));
            seconds.ifPresent(given -> parameters.add(new Request.Parameter("DurationSeconds", given)));
            return parameters;
        }
    }

    /// A role that is taken with other keys.
    KeySource assumed(Wanted wanted, KeySource with) {
        return patience -> service.call("AssumeRole", wanted.parameters(), Optional.of(with.keys(patience)), patience);
    }

    /// A role that is taken with a token of somebody else's, which is in a file and is exchanged now and
    /// then.
    KeySource byWebIdentity(Wanted wanted, Path token) {
        return patience -> {
            var parameters = new ArrayList<>(
                    new Wanted(wanted.arn(), wanted.session(), Optional.empty(), wanted.seconds()).parameters());
            parameters.add(new Request.Parameter("WebIdentityToken", read(token)));
            return service.call("AssumeRoleWithWebIdentity", parameters, Optional.empty(), patience);
        };
    }

    private static String read(Path token) throws Unanswered {
        try {
            var text = Files.readString(token).strip();
            if (!text.isEmpty()) return text;
        } catch (IOException _) {
            // Said below.
        }
        throw new Unanswered(Fault.of(
                Fault.Kind.UNAUTHORISED, "the web identity token " + token + " cannot be read, or is empty", false));
    }
}
