package dev.runbook.app.web.page;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.api.Desk;
import dev.runbook.app.web.api.Talks;
import dev.runbook.core.engine.Event;
import dev.runbook.core.incident.Actor;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.journal.JournalEntry;
import dev.runbook.ml.chat.Chat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/// Answers what is said on the page of a conversation. The answer is an entry of the incident's journal
/// like the question, so every open page shows it as soon as it is there. Safe for use by many threads.
@Component
class Replies {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

    /// An answer that is there so soon is on the page at once; a model's comes later.
    private static final Duration SOON = Duration.ofMillis(1500);

    private static final int MOST_TURNS = 10;
    private static final int LONGEST_TURN = 2000;

    private final Backend backend;
    private final Desk desk;
    private final Talks talks;

    Replies(Backend backend, Desk desk, Talks talks) {
        this.backend = backend;
        this.desk = desk;
        this.talks = talks;
    }

    /// Begins to answer, and waits a moment for the answer.
    void to(IncidentId incident, String words, Authentication who) throws InterruptedException {
        var earlier = earlier(desk.entries(incident));
        Thread.ofVirtual()
                .name("reply in " + incident)
                .start(() -> reply(incident, words, earlier, who))
                .join(SOON);
    }

    private void reply(IncidentId incident, String words, List<Chat.Turn> earlier, Authentication who) {
        var sentences = new ArrayList<String>();
        try {
            talks.answer(words, Optional.of(incident), earlier, who, sentences::add);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException e) {
            LOG.warn("no answer in {}", incident, e);
            sentences.add("I cannot answer now; the log of the server says why.");
        }
        if (!sentences.isEmpty()) backend.desk().note(incident, new Event.Commented(String.join("\n", sentences)));
    }

    /// What people said and what was answered, without the last remark, which is being answered.
    static List<Chat.Turn> earlier(List<JournalEntry> entries) {
        var turns = new ArrayList<Chat.Turn>();
        var asked = Optional.<String>empty();
        for (var entry : entries) {
            if (!(entry.stamped().event() instanceof Event.Commented(var text))) continue;
            if (entry.stamped().actor() instanceof Actor.Operator) asked = Optional.of(cut(text));
            else if (asked.isPresent()) {
                turns.add(new Chat.Turn(asked.get(), cut(text)));
                asked = Optional.empty();
            }
        }
        return List.copyOf(turns.subList(Math.max(0, turns.size() - MOST_TURNS), turns.size()));
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(LONGEST_TURN, text.length()));
    }
}
