package dev.runbook.app.web.page;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.api.Brake;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.app.web.view.KillSwitchView;
import dev.runbook.core.journal.JournalException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// What all pages have in common: who looks, and what is shown when something went wrong.
@ControllerAdvice(annotations = Controller.class)
class PageAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(PageAdvice.class);

    private final Viewers viewers;
    private final Backend backend;
    private final Brake brake;

    PageAdvice(Viewers viewers, Backend backend, Brake brake) {
        this.viewers = viewers;
        this.backend = backend;
        this.brake = brake;
    }

    @ModelAttribute("nav")
    Nav nav(HttpServletRequest request) {
        return new Nav(request.getRequestURI(), backend.index(), backend.pace());
    }

    @ModelAttribute("viewer")
    @Nullable
    Viewer viewer(@Nullable Authentication who) {
        return who == null ? null : viewers.viewer(who);
    }

    /// Shown on every page of whoever is signed in; without a database there is nothing to show.
    @ModelAttribute("killSwitch")
    @Nullable
    KillSwitchView killSwitch(@Nullable Authentication who) {
        if (who == null) return null;
        try {
            return brake.view();
        } catch (JournalException e) {
            return null;
        }
    }

    /// Shown on every page of whoever is signed in.
    @ModelAttribute("problems")
    List<String> problems(@Nullable Authentication who) {
        return who == null ? List.of() : backend.vitals().problems();
    }

    /// A form that does not count brings its page back, with the reason on top; nothing else is lost by it.
    @ExceptionHandler
    ModelAndView refused(ProblemException e, HttpServletRequest request, RedirectAttributes after) {
        if (!request.getMethod().equals("POST") || request.getHeader("HX-Request") != null)
            return failure(e.problem(), e.detail());
        after.addFlashAttribute("refusal", e.detail());
        return new ModelAndView("redirect:" + backFrom(request.getRequestURI()));
    }

    @ExceptionHandler({JournalException.class, DataAccessException.class})
    ModelAndView unavailable(RuntimeException e) {
        LOG.warn("database unavailable: {}", e.getMessage());
        return failure(
                Problem.JOURNAL_UNAVAILABLE,
                "Nothing was written down, so nothing was done. Try again later; the server's log says what is wrong.");
    }

    /// An address with a word where a number belongs.
    @ExceptionHandler
    ModelAndView unreadable(MethodArgumentTypeMismatchException e) {
        return failure(
                Problem.MALFORMED_REQUEST, "The address has '" + e.getValue() + "' where something else belongs.");
    }

    @ExceptionHandler
    ModelAndView unforeseen(Exception e, HttpServletRequest request) {
        if (e instanceof ErrorResponse known) return failure(Problem.of(known.getStatusCode()), "");
        LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
        return failure(Problem.INTERNAL, "The server's log says what happened.");
    }

    static ModelAndView failure(Problem problem, String detail) {
        var page = new ModelAndView("failure");
        page.setStatus(problem.status());
        page.addObject("title", problem.title());
        page.addObject("status", problem.status().value());
        page.addObject("detail", detail.isEmpty() ? whatToDo(problem) : detail);
        return page;
    }

    /// For failures of which nothing more is known than their kind.
    private static String whatToDo(Problem problem) {
        return switch (problem) {
            case NOT_FOUND -> "Nothing is at this address. It may be mistyped, or what was here may have gone.";
            case FORBIDDEN ->
                "If the page was open for long, go back, load it again and repeat what you did. Otherwise ask an"
                        + " administrator for the role that is needed.";
            case TOO_MANY_REQUESTS -> "Wait some seconds, then try again.";
            case BODY_TOO_LARGE -> "Send less at once: a mebibyte at most.";
            case JOURNAL_UNAVAILABLE -> "Try again later; the server's log says what is wrong.";
            case INTERNAL -> "The server's log says what happened.";
            default -> "Go back and try again.";
        };
    }

    /// The page that a form stood on: that of the incident or runbook it names, or the first one.
    private static String backFrom(String path) {
        for (var own : List.of("/account", "/settings/people", "/dashboard")) if (path.startsWith(own)) return own;
        var parts = path.split("/");
        var named = parts.length > 3
                && switch (parts[1]) {
                    case "incidents", "chat" -> parts[2].matches("INC-[0-9a-z]{1,32}");
                    case "runbooks" -> parts[2].matches("[0-9A-Za-z_-]{1,100}");
                    default -> false;
                };
        return named ? "/" + parts[1] + "/" + parts[2] : "/";
    }
}
