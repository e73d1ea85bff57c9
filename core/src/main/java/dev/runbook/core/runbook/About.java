package dev.runbook.core.runbook;

import java.util.List;
import java.util.Optional;

/// What a runbook says about itself to people.
///
/// @param name its title
/// @param description what it is for; may be empty
/// @param version its author's own name for this version; the engine goes by the digest
/// @param owner the person or team that keeps it
/// @param tags words to sort it by; may be empty
public record About(
        String name, String description, Optional<String> version, Optional<String> owner, List<String> tags) {
    public About {
        tags = List.copyOf(tags);
    }

    /// A title and a description, and nothing else.
    public static About of(String name, String description) {
        return new About(name, description, Optional.empty(), Optional.empty(), List.of());
    }
}
