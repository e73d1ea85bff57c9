package dev.runbook.app.recording;

import dev.runbook.core.engine.Evolution;
import dev.runbook.core.engine.IllegalTransition;
import dev.runbook.store.journal.ChainedEntry;
import java.util.Optional;

/// Whether a recording is what was exported.
public sealed interface RecordingCheck {

    /// Every entry is what was written, in its order, none is missing, and they tell a course that can have
    /// happened.
    ///
    /// @param signer the public key that vouches for it; empty when nobody does: whoever had the file can have
    ///     made all of it anew
    record Intact(Recording recording, Optional<String> signer) implements RecordingCheck {}

    /// It is not.
    ///
    /// @param reason names the first entry or line that is wrong
    record Broken(String reason) implements RecordingCheck {}

    /// Checks the text of a recording. Needs nothing but the text.
    static RecordingCheck of(String text) {
        return switch (RecordingFile.read(text)) {
            case RecordingFile.Content.Malformed(var line, var reason) -> new Broken("line " + line + ": " + reason);
            case RecordingFile.Content.Read read -> check(read);
        };
    }

    private static RecordingCheck check(RecordingFile.Content.Read read) {
        var recording = read.recording();
        var last = Optional.<ChainedEntry>empty();
        for (var entry : recording.entries()) {
            var fault = entry.fault(last);
            if (fault.isPresent()) return new Broken(fault.get());
            last = Optional.of(entry);
        }
        int count = recording.entries().size();
        if (count != read.told())
            return new Broken("it has " + count + " entries, and " + read.told() + " were written");
        if (!recording.head().equals(read.head())) return new Broken("the last entry is not the one that was written");
        var signature = recording.signature();
        if (signature.isPresent() && !SigningKey.verifies(signature.get(), read.signed()))
            return new Broken("the signature is not one over this file");
        try {
            Evolution.replay(recording.journal());
        } catch (IllegalTransition | IllegalArgumentException e) {
            return new Broken("the entries cannot have happened: " + e.getMessage());
        }
        return new Intact(recording, signature.map(Recording.Signature::key));
    }
}
