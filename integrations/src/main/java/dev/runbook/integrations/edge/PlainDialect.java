package dev.runbook.integrations.edge;

import java.util.Map;
import java.util.Optional;

/// How simple servers speak HTTP: what is wrong stands in a member, or is all there is.
///
/// @param member where the words are, such as `error`
/// @param headers beside the credentials
/// @param check what a person looks at when the credential is refused; empty when there is none
public record PlainDialect(Map<String, Secret> credentials, Map<String, String> headers, String member, String check)
        implements Dialect {
    public PlainDialect {
        credentials = Map.copyOf(credentials);
        headers = Map.copyOf(headers);
    }

    @Override
    public String remedy(Fault.Kind kind, Answer answer) {
        return kind == Fault.Kind.UNAUTHORISED ? check : "";
    }

    @Override
    public Complaint complaint(Answer answer) {
        var words = Nodes.text(answer.body(), member).or(() -> Nodes.text(answer.body()));
        return new Complaint(
                "",
                words.or(() -> Optional.of(answer.text()).filter(text -> !text.startsWith("<")))
                        .orElse(""));
    }
}
