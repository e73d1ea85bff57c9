package dev.runbook.app.web.page;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.view.AlertLine;
import dev.runbook.core.incident.IncidentId;
import dev.runbook.core.intake.AlertBook;
import dev.runbook.core.intake.AlertRecord.Fate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The alerts that came in: what is behind their figures on the dashboard, and on the page of an incident.
@Controller
@RequestMapping("/alerts")
class AlertsPage {

    private static final int LINES = 50;

    private final Backend backend;

    AlertsPage(Backend backend) {
        this.backend = backend;
    }

    /// Which alerts the list shows.
    enum Kind {
        /// All of them.
        IN("All that came in"),
        /// Those that opened no incident.
        SUPPRESSED("Opened no incident"),
        /// Those that repeat one of an open incident.
        DEDUPLICATED("Deduplicated"),
        /// Those that joined an open incident.
        CORRELATED("Correlated"),
        /// Those that opened an incident.
        OPENED("Opened an incident");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        private Set<Fate> fates() {
            return switch (this) {
                case IN -> Set.of();
                case SUPPRESSED -> Set.of(Fate.DEDUPLICATED, Fate.CORRELATED);
                case DEDUPLICATED -> Set.of(Fate.DEDUPLICATED);
                case CORRELATED -> Set.of(Fate.CORRELATED);
                case OPENED -> Set.of(Fate.OPENED);
            };
        }

        /// The heading of the list.
        public String title() {
            return title;
        }

        /// The name in addresses.
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What the list shows.
    ///
    /// @param show the key of a [Kind]
    /// @param text empty for all
    /// @param page from 0
    public record Filter(String show, String text, int page) {}

    @GetMapping
    String page(
            @RequestParam(required = false) @Nullable String show,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable Integer page,
            Model model) {
        var kind = Arrays.stream(Kind.values())
                .filter(one -> one.key().equals(show))
                .findFirst()
                .orElse(Kind.IN);
        var text = Optional.ofNullable(q).map(SearchText::of).orElse("");
        int number = page == null ? 0 : Math.clamp(page, 0, 100_000);
        var incident = incident(text);
        var since = incident.isPresent() ? Instant.EPOCH : backend.pace().now().minus(DashboardPage.COUNTED);
        var list = backend.alerts().list(new AlertBook.Query(kind.fates(), since, text, LINES, number * LINES));
        model.addAttribute("heading", incident.map(one -> "Alerts of " + one).orElse("Alerts of the last 30 days"));
        model.addAttribute("shown", kind);
        model.addAttribute("shows", Kind.values());
        model.addAttribute("filter", new Filter(kind.key(), text, number));
        model.addAttribute("alerts", list.alerts().stream().map(AlertLine::of).toList());
        model.addAttribute("total", list.total());
        model.addAttribute("last", Math.max(0, (list.total() - 1) / LINES));
        return "alerts";
    }

    /// The incident whose alerts are looked for, however long ago they came.
    private static Optional<IncidentId> incident(String text) {
        try {
            return Optional.of(new IncidentId(text.strip()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
