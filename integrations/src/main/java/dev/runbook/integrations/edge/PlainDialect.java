package dev.runbook.integrations.edge;

import java.util.Map;
import java.util.Optional;

/// How simple servers speak HTTP: what is wrong stands in a member, or is all there is.
///
/// @param member where the words are, such as `error`
/// @param headers beside the credentials
public record PlainDialect(Map<String, Secret> credentials, Map<String, String> headers, String member)
        implements Dialect {
    public PlainDialect {
        credentials = Map.copyOf(credentials);
        headers = Map.copyOf(headers);
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
