package dev.runbook.app.web.page;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.api.Desk;
import dev.runbook.app.web.api.Talks;
import dev.runbook.app.web.live.LiveAnswers;
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

/// Answers what is said on the page of a conversation. Pages that are open show the answer as it grows; in the
/// end it is an entry of the incident's journal like the question. Safe for use by many threads.
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
    private final LiveAnswers answers;

    Replies(Backend backend, Desk desk, Talks talks, LiveAnswers answers) {
        this.answers = answers;
        this.backend = backend;
        this.desk = desk;
        this.talks = talks;
    }

    /// Begins to answer, and waits a moment for the answer.
    void to(IncidentId incident, String words, Authentication who) throws InterruptedException {
        begin(incident, words, who).join(SOON);
    }

    /// Begins to answer on a thread of its own.
    Thread begin(IncidentId incident, String words, Authentication who) {
        var earlier = earlier(desk.entries(incident));
        return Thread.ofVirtual().name("reply in " + incident).start(() -> reply(incident, words, earlier, who));
    }

    private void reply(IncidentId incident, String words, List<Chat.Turn> earlier, Authentication who) {
        try (var answer = answers.begin(incident)) {
            try {
                talks.answer(words, Optional.of(incident), earlier, who, new Aloud(answer));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("no answer in {}", incident, e);
                answer.says("I cannot answer now; the log of the server says why.");
            }
            if (!answer.sentences().isEmpty())
                backend.desk().note(incident, new Event.Commented(String.join("\n", answer.sentences())));
        }
    }

    /// Says what is heard on the pages that are open.
    private record Aloud(LiveAnswers.Answer answer) implements Talks.Listener {
        @Override
        public void looks(String what) {
            answer.looks(what);
        }

        @Override
        public void says(String sentence) {
            answer.says(sentence);
        }
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
