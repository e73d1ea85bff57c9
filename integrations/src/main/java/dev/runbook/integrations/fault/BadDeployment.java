package dev.runbook.integrations.fault;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.integrations.estate.Estate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A release that made its service worse.
///
/// @param version what was released
/// @param harm what it does
/// @param summary what the release notes said
public record BadDeployment(String component, String version, Harm harm, String summary, String author, Onset onset)
        implements Fault {

    @Override
    public CauseKind cause() {
        return CauseKind.BAD_DEPLOYMENT;
    }

    @Override
    public List<Symptom> symptoms(Estate estate) {
        return harm.symptoms(estate.service(component).orElseThrow());
    }

    @Override
    public List<Cure> cures(Estate estate) {
        return List.of(Cure.rollback(component));
    }

    @Override
    public Map<String, List<String>> voices(Estate estate) {
        return Map.of(
                harm == Harm.ERRORS ? "component" : "strained", List.of(component), "released", List.of(component));
    }

    @Override
    public Map<String, String> words() {
        return Map.of("version", version);
    }

    @Override
    public Optional<Change> change() {
        return Optional.of(new Change("deployment", component, version, summary, author, Duration.ofSeconds(75)));
    }

    @Override
    public Optional<String> misfit(Estate estate) {
        return Fault.isService(estate, component);
    }
}
