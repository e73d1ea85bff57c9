package dev.runbook.app.web.page;

import dev.runbook.app.security.AccessTable;
import dev.runbook.app.security.SecurityTrail;
import dev.runbook.app.web.Backend;
import dev.runbook.app.web.Outside;
import dev.runbook.app.web.Setup;
import dev.runbook.app.web.view.GateView;
import dev.runbook.core.incident.Category;
import dev.runbook.core.incident.Severity;
import dev.runbook.core.operation.Effect;
import dev.runbook.core.operation.Operation;
import dev.runbook.core.operation.OperationName;
import dev.runbook.core.operation.RiskLevel;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// How the system is configured: what is set by file is shown and says so.
@Controller
@RequestMapping("/settings")
class SettingsPage {

    private static final int NEWEST = 8;

    private final Backend backend;
    private final SecurityTrail trail;
    private final AccessTable access;

    SettingsPage(Backend backend, SecurityTrail trail, AccessTable access) {
        this.backend = backend;
        this.trail = trail;
        this.access = access;
    }

    /// One integration with what it lacks.
    ///
    /// @param missing variables that a live client needs and that are not set
    public record Integration(Outside.Line line, List<String> missing) {}

    /// An action that somebody wonders about, as the form has it.
    ///
    /// @param at in UTC, as forms write a moment; empty for now
    public record Wonder(
            String operation,
            String risk,
            String environment,
            String category,
            String severity,
            String service,
            String at,
            boolean asks,
            boolean model) {}

    /// What the policy says about it.
    public record Answer(GateView gate, List<String> reasons) {}

    @GetMapping
    String page(
            @RequestParam(required = false) @Nullable String operation,
            @RequestParam(required = false) @Nullable String risk,
            @RequestParam(required = false) @Nullable String environment,
            @RequestParam(required = false) @Nullable String category,
            @RequestParam(required = false) @Nullable String severity,
            @RequestParam(required = false) @Nullable String service,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(required = false) @Nullable String asks,
            @RequestParam(name = "model", required = false) @Nullable String onModel,
            Authentication who,
            Model model) {
        var changing = backend.provider().catalogue().all().stream()
                .filter(one -> one.effect() != Effect.READS)
                .toList();
        var asked = operation == null ? Optional.<Operation>empty() : find(changing, operation);
        var level = Arrays.stream(RiskLevel.values())
                .filter(one -> one.key().equals(risk))
                .findFirst()
                .orElse(RiskLevel.MEDIUM);
        var kind = Arrays.stream(Category.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(category))
                .findFirst()
                .orElse(Category.UNKNOWN);
        var bad = Arrays.stream(Severity.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(severity))
                .findFirst()
                .orElse(Severity.MEDIUM);
        var where = environment == null || environment.isBlank() ? "production" : environment.strip();
        var wonder = new Wonder(
                asked.map(one -> one.name().toString()).orElse(""),
                level.key(),
                where,
                kind.name().toLowerCase(Locale.ROOT),
                bad.name().toLowerCase(Locale.ROOT),
                service == null ? "" : service.strip(),
                at == null ? "" : at.strip(),
                asks != null,
                onModel != null);
        asked.ifPresent(one -> model.addAttribute("answer", answer(one.name(), floor(one, level), wonder, kind, bad)));
        asked.ifPresent(one -> model.addAttribute("counted", floor(one, level).key()));
        model.addAttribute("wonder", wonder);
        model.addAttribute(
                "operations",
                changing.stream().map(one -> one.name().toString()).toList());
        model.addAttribute(
                "risks", Arrays.stream(RiskLevel.values()).map(RiskLevel::key).toList());
        model.addAttribute(
                "categories",
                Arrays.stream(Category.values())
                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                        .toList());
        model.addAttribute(
                "severities",
                Arrays.stream(Severity.values())
                        .map(one -> one.name().toLowerCase(Locale.ROOT))
                        .toList());
        model.addAttribute(
                "integrations",
                backend.outside().integrations().stream()
                        .map(line -> new Integration(line, backend.setup().missing(line.name())))
                        .toList());
        model.addAttribute("governance", backend.setup().governance());
        model.addAttribute("settings", backend.setup().settings());
        if (access.lets(who, HttpMethod.GET, "/settings/log"))
            model.addAttribute("access", trail.newest(NEWEST, Long.MAX_VALUE));
        model.addAttribute("minds", backend.setup().minds());
        return "settings";
    }

    private static Optional<Operation> find(List<Operation> operations, String name) {
        return operations.stream()
                .filter(one -> one.name().toString().equals(name))
                .findFirst();
    }

    /// A runbook may raise a risk, never lower it.
    private static RiskLevel floor(Operation operation, RiskLevel wanted) {
        return wanted.compareTo(operation.riskFloor()) < 0 ? operation.riskFloor() : wanted;
    }

    private Answer answer(
            OperationName operation, RiskLevel risk, Wonder wonder, Category category, Severity severity) {
        var ruling = backend.setup()
                .rule(new Setup.Asked(
                        operation,
                        risk,
                        wonder.environment(),
                        Optional.of(wonder.service()).filter(name -> !name.isEmpty()),
                        moment(wonder.at()),
                        category,
                        severity,
                        wonder.asks(),
                        wonder.model()));
        return new Answer(GateView.of(ruling.gate()), ruling.reasons());
    }

    /// The moment that a form names; now when it names none.
    private Instant moment(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException _) {
            return backend.pace().now();
        }
    }

    /// Asks an integration something harmless.
    @PostMapping("/integrations/{name}/check")
    String check(@PathVariable String name, RedirectAttributes after) throws InterruptedException {
        after.addFlashAttribute("checked", name);
        after.addFlashAttribute("tried", backend.setup().check(name));
        return "redirect:/settings#integrations";
    }

    /// Computes every hash of the journal again.
    @PostMapping("/audit")
    String audit(RedirectAttributes after) {
        after.addFlashAttribute("audit", backend.setup().audit());
        return "redirect:/settings#audit";
    }
}
