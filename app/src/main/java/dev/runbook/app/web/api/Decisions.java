package dev.runbook.app.web.api;

import dev.runbook.app.security.Role;
import dev.runbook.app.web.view.QuestionView;
import dev.runbook.core.approval.RequestId;
import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.core.engine.Command;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.value.Digest;
import dev.runbook.core.value.Value;
import java.security.Principal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/// Makes commands of what people send, in the API and on pages. Each throws
/// [dev.runbook.app.web.problem.InvalidRequest] with everything that is wrong.
public final class Decisions {

    /// The longest remark that is taken, in characters.
    private static final int MAX_REMARK = 4000;

    /// The longest post-mortem that is taken, in characters.
    private static final int MAX_POST_MORTEM = 100_000;

    /// The longest name that is taken, in characters.
    private static final int MAX_NAME = 200;

    private Decisions() {}

    static Command of(Bodies.Decision body, RequestId request, Principal who) {
        return decision(body.decision(), body.planHash(), body.reason(), request, who);
    }

    /// A decision about an open request.
    ///
    /// @param decision `approve`, `deny` or `veto`
    /// @param planHash the plan the person saw; needed to approve
    public static Command decision(
            @Nullable String decision,
            @Nullable String planHash,
            @Nullable String reason,
            RequestId request,
            Principal person) {
        return decision(decision, planHash, reason, request, new Actor.Operator(person.getName()), roles(person));
    }

    /// The same of somebody who is known otherwise than by signing in.
    ///
    /// @param roles what they are, by the names that policies use
    public static Command decision(
            @Nullable String decision,
            @Nullable String planHash,
            @Nullable String reason,
            RequestId request,
            Actor.Operator who,
            Set<String> roles) {
        var checks = new Checks();
        var why = checks.optionalText("reason", reason, MAX_REMARK).orElse("");
        return switch (Objects.requireNonNullElse(decision, "")) {
            case "approve" -> {
                var hash = checks.text("planHash", planHash, 64);
                if (!hash.isEmpty() && !hash.matches("[0-9a-f]{64}"))
                    checks.wrong("planHash", "must be 64 hexadecimal digits, as the open request gives them");
                yield checks.then(() -> new Command.Approve(who, request, new Digest(hash), why, roles));
            }
            case "deny" -> checks.then(() -> new Command.Deny(who, request, why));
            case "veto" -> checks.then(() -> new Command.Veto(who, request, why));
            default -> {
                checks.wrong("decision", "must be approve, deny or veto");
                throw checks.refusal();
            }
        };
    }

    /// What a signed-in person is, by the names that policies use.
    private static Set<String> roles(Principal who) {
        return who instanceof Authentication signedIn
                ? Role.held(signedIn.getAuthorities()).stream().map(Role::key).collect(Collectors.toSet())
                : Set.of();
    }

    /// Answers to a step's question.
    static Command of(Bodies.Answers body, RequestId question, Actor.Operator who) {
        var checks = new Checks();
        if (body.answers() == null) checks.wrong("answers", "must be given, by name");
        return checks.then(() -> new Command.Answer(
                who, question, (Value.Fields) Value.of(Objects.requireNonNullElse(body.answers(), Map.of()))));
    }

    /// Answers from a form to the question that is open: a field for each answer, named `answer-` and its
    /// name. What is left empty counts as not given.
    ///
    /// @param open the question that the incident asks now
    public static Command answers(
            Optional<QuestionView> open, Map<String, String> form, RequestId question, Actor.Operator who) {
        var answers = new LinkedHashMap<String, Value>();
        open.stream().flatMap(asked -> asked.answers().stream()).forEach(asked -> {
            var text = form.getOrDefault("answer-" + asked.name(), "").strip();
            if (!text.isEmpty()) answers.put(asked.name(), typed(asked.type(), text));
        });
        return new Command.Answer(who, question, new Value.Fields(answers));
    }

    /// A text as the type wants it; as it is when it cannot be that, so that the refusal can show it.
    private static Value typed(String type, String text) {
        try {
            return switch (type) {
                case "whole" -> Value.of(Long.parseLong(text));
                case "number" -> Value.of(Double.parseDouble(text));
                case "truth" -> Value.of(Boolean.parseBoolean(text));
                case "list" -> Value.of(text.lines().map(String::strip).toList());
                default -> Value.text(text);
            };
        } catch (IllegalArgumentException _) {
            return Value.text(text);
        }
    }

    static Command of(Bodies.Attestation body, Actor.Operator who) {
        return attestation(body.happened(), body.note(), who);
    }

    /// Word on whether a change happened.
    public static Command attestation(@Nullable Boolean happened, @Nullable String note, Actor.Operator who) {
        var checks = new Checks();
        if (happened == null) checks.wrong("happened", "must be true or false");
        var remark = checks.optionalText("note", note, MAX_REMARK).orElse("");
        return checks.then(() -> new Command.Attest(who, Boolean.TRUE.equals(happened), remark));
    }

    static Command of(Bodies.Resolution body, Actor.Operator who) {
        return resolution(body.how(), who);
    }

    /// Word that an escalated incident is over.
    public static Command resolution(@Nullable String how, Actor.Operator who) {
        var checks = new Checks();
        var text = checks.text("how", how, MAX_REMARK);
        return checks.then(() -> new Command.Resolve(who, text));
    }

    static Command of(Bodies.Closing body, Actor.Operator who) {
        return closing(body.note(), who);
    }

    public static Command closing(@Nullable String note, Actor.Operator who) {
        var checks = new Checks();
        var text = checks.optionalText("note", note, MAX_REMARK).orElse("");
        return checks.then(() -> new Command.Close(who, text));
    }

    static Command of(Bodies.Lesson body, Actor.Operator who) {
        return lesson(body.cause(), body.component(), body.note(), who);
    }

    /// Word that what an incident taught is to be remembered.
    ///
    /// @param cause a kind of cause, in lower case; what the diagnosis says when null or blank
    /// @param component where it sat; what the diagnosis says when null or blank
    public static Command lesson(
            @Nullable String cause, @Nullable String component, @Nullable String note, Actor.Operator who) {
        var checks = new Checks();
        var kind = checks.optionalText("cause", cause, MAX_NAME);
        var kinds = Arrays.stream(CauseKind.values()).map(Decisions::key).toList();
        if (kind.isPresent() && !kinds.contains(kind.get()))
            checks.wrong("cause", "must be one of " + String.join(", ", kinds));
        var place = checks.optionalText("component", component, MAX_NAME);
        var remark = checks.optionalText("note", note, MAX_REMARK).orElse("");
        return checks.then(() -> new Command.Remember(
                who, kind.map(key -> CauseKind.valueOf(key.toUpperCase(Locale.ROOT))), place, remark));
    }

    private static String key(CauseKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /// Word that what an incident taught is to be forgotten.
    public static Command forgetting(@Nullable String reason, Actor.Operator who) {
        var checks = new Checks();
        var why = checks.optionalText("reason", reason, MAX_REMARK).orElse("");
        return checks.then(() -> new Command.Forget(who, why));
    }

    /// Another post-mortem.
    public static Command document(@Nullable String markdown, Actor.Operator who) {
        var checks = new Checks();
        var text = checks.text("text", markdown, MAX_POST_MORTEM);
        return checks.then(() -> new Command.Document(who, text));
    }

    static Command of(Bodies.Remark body, Actor.Operator who) {
        return remark(body.text(), who);
    }

    public static Command.Comment remark(@Nullable String text, Actor.Operator who) {
        var checks = new Checks();
        var words = checks.text("text", text, MAX_REMARK);
        return checks.then(() -> new Command.Comment(who, words));
    }
}
