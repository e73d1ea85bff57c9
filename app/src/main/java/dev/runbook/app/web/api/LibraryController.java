package dev.runbook.app.web.api;

import dev.runbook.app.web.Backend;
import dev.runbook.app.web.Workshop;
import dev.runbook.app.web.problem.Problem;
import dev.runbook.app.web.problem.ProblemException;
import dev.runbook.app.web.view.OperationView;
import dev.runbook.app.web.view.RunbookLine;
import dev.runbook.app.web.view.RunbookView;
import dev.runbook.language.parse.RunbookSchema;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Shows the runbooks and the operations they can call.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Library", description = "Runbooks, and the operations they can call")
class LibraryController {

    private final Backend backend;

    LibraryController(Backend backend) {
        this.backend = backend;
    }

    @GetMapping("/runbooks")
    @Operation(
            summary = "List runbooks",
            description = "One line for each runbook of the library, in the order of ids.")
    List<RunbookLine> runbooks() {
        return backend.runbooks().all().stream().map(RunbookLine::of).toList();
    }

    @GetMapping("/runbooks/{id}")
    @Operation(summary = "Show a runbook", description = "Its steps and its text in YAML.")
    RunbookView runbook(@PathVariable String id) {
        return backend.runbooks().all().stream()
                .filter(runbook -> runbook.id().id().equals(id))
                .findFirst()
                .map(RunbookView::of)
                .orElseThrow(() -> new ProblemException(
                        Problem.NOT_FOUND, "There is no runbook '" + id + "'; /api/v1/runbooks lists them"));
    }

    @GetMapping("/runbook-problems")
    @Operation(
            summary = "List what is wrong with runbooks",
            description = "What is wrong with the files of the library as they are now, the calls between them"
                    + " included. A file with an error is not taken; if it was good before, its last good version is"
                    + " used.")
    List<Workshop.Flaw> problems() {
        return backend.workshop().flaws();
    }

    @GetMapping(path = "/runbook.schema.json", produces = "application/schema+json")
    @Operation(summary = "The runbook language", description = "As JSON Schema, for editors.")
    String schema() {
        return RunbookSchema.json();
    }

    @GetMapping("/operations")
    @Operation(
            summary = "List operations",
            description = "What runbooks can call, with typed parameters, effect and least risk.")
    List<OperationView> operations() {
        var provider = backend.provider();
        return provider.catalogue().all().stream()
                .map(operation -> OperationView.of(
                        operation, provider.sourceOf(operation.name().capability())))
                .toList();
    }
}
