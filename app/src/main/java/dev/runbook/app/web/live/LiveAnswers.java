package dev.runbook.app.web.live;

import dev.runbook.core.incident.IncidentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/// The answers that this node is giving in conversations now. They are shown as they grow; what is said in the
/// end is an entry of the journal, so on other nodes, and after a crash of this one, nothing that counts is
/// missing. Safe for use by many threads.
public final class LiveAnswers {

    private final LiveStreams streams;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Answer> open = new ConcurrentSkipListMap<>();

    public LiveAnswers(LiveStreams streams) {
        this.streams = streams;
    }

    /// An answer so far.
    ///
    /// @param id of this answer, and of no other while the server runs
    /// @param looking what is being looked at for it; empty when nothing is
    /// @param sentences in order
    public record SoFar(long id, String looking, List<String> sentences) {
        public SoFar {
            sentences = List.copyOf(sentences);
        }
    }

    /// Begins an answer; it is shown until it is closed. Close it after what it came to is in the journal.
    public Answer begin(IncidentId incident) {
        var answer = new Answer(incident, numbers.incrementAndGet());
        open.put(answer.id, answer);
        streams.speak(incident);
        return answer;
    }

    /// The answers that are being given in the conversation about an incident, the oldest first.
    public List<SoFar> of(IncidentId incident) {
        return open.values().stream()
                .filter(answer -> answer.incident.equals(incident))
                .map(Answer::soFar)
                .toList();
    }

    /// An answer that is being given.
    public final class Answer implements AutoCloseable {
        private final IncidentId incident;
        private final long id;
        private final List<String> sentences = new ArrayList<>();
        private String looking = "";

        private Answer(IncidentId incident, long id) {
            this.incident = incident;
            this.id = id;
        }

        /// Something is being looked at, in words.
        public void looks(String what) {
            synchronized (this) {
                looking = what;
            }
            streams.speak(incident);
        }

        /// A sentence of the answer.
        public void says(String sentence) {
            synchronized (this) {
                looking = "";
                sentences.add(sentence);
            }
            streams.speak(incident);
        }

        /// All that was said, in order.
        public synchronized List<String> sentences() {
            return List.copyOf(sentences);
        }

        private synchronized SoFar soFar() {
            return new SoFar(id, looking, sentences);
        }

        @Override
        public void close() {
            open.remove(id);
            streams.speak(incident);
        }
    }
}
