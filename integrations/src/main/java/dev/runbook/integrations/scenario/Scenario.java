package dev.runbook.integrations.scenario;

import dev.runbook.core.incident.ProblemReport;
import dev.runbook.integrations.estate.Estate;
import dev.runbook.integrations.fault.Fault;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// A simulated incident: an estate, what is wrong with it, what misleads, how somebody reports it, and what
/// should come of it. The format of its file is described in `docs/MOCK_SERVICES.md`.
///
/// @param name what it is called in labels and on the command line
/// @param seed gives the noise; the same seed gives the same world
/// @param report the problem as somebody describes it, labelled with the scenario; its alerts come from the
///     world
/// @param troubles providers that misbehave
public record Scenario(
        String name,
        String description,
        long seed,
        ProblemReport report,
        Estate estate,
        List<Fault> faults,
        List<RedHerring> redHerrings,
        History history,
        List<Trouble> troubles,
        Expected expected) {

    /// The label of a report that names its scenario.
    public static final String LABEL = "scenario";

    public Scenario {
        faults = List.copyOf(faults);
        redHerrings = List.copyOf(redHerrings);
        troubles = List.copyOf(troubles);
        if (!name.matches("[a-z0-9][a-z0-9_-]{0,63}"))
            throw new IllegalArgumentException(
                    "'name' must be lower-case letters, digits, '_' and '-', at most 64, got '" + name + "'");
        for (var fault : faults)
            fault.misfit(estate).ifPresent(complaint -> {
                throw new IllegalArgumentException("fault " + fault.kind() + ": " + complaint);
            });
        report = report.labelled(LABEL, name);
    }

    /// Reads a scenario file.
    ///
    /// @throws ScenarioException when it cannot be read or used; the message names the file, the place
    ///     and what to do
    public static Scenario read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new ScenarioException(file + ": there is no such file");
        } catch (MalformedInputException e) {
            throw new ScenarioException(file + ": is not UTF-8 text");
        } catch (IOException e) {
            throw new ScenarioException(file + ": cannot be read: " + e.getMessage());
        }
    }

    /// Reads a scenario from text.
    ///
    /// @param file the name that complaints give
    /// @throws ScenarioException when it cannot be used
    public static Scenario parse(String file, String json) {
        return Section.read(file, json, ScenarioReader::scenario);
    }
}
