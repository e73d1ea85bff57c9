package dev.runbook.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.evidence.Content;
import dev.runbook.core.incident.ProblemReport;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroundingTest {

    private static final Estate HARBOUR = new Estate(
            List.of(
                    host("crane-01"),
                    host("crane-02"),
                    host("quay-7"),
                    service("berthplan", "crane-01"),
                    service("toll-service", "crane-02"),
                    service("transcoder", "quay-7"),
                    service("gate-camera", "quay-7"),
                    service("gate-lights", "quay-7")),
            List.of(new Content.Edge("berthplan", "cargo-db")),
            Set.of("lamp-3"));

    private static Estate.Known host(String name) {
        return new Estate.Known(name, "host", List.of());
    }

    private static Estate.Known service(String name, String host) {
        return new Estate.Known(name, "service", List.of(host));
    }

    private static Grounding service(String name) {
        return Grounding.of(ProblemReport.of("it hurts").aboutService(name), HARBOUR);
    }

    private static Grounding host(String name, Estate estate) {
        return Grounding.of(ProblemReport.of("it hurts").onHost(name), estate);
    }

    @ParameterizedTest
    @CsvSource({
        "Berth Plan, berthplan",
        "BERTHPLAN, berthplan",
        "berth_plan, berthplan",
        "tolls, toll-service",
        "toll-api, toll-service",
        "media-transcoder, transcoder",
        "camera, gate-camera",
        "Cargo DB, cargo-db"
    })
    void aNameIsTakenForTheOneServiceThatItCanMean(String asked, String meant) {
        var grounding = service(asked);

        assertThat(grounding.report().service()).contains(meant);
        assertThat(grounding.notes())
                .containsExactly("service '" + asked + "' is not known here, so '" + meant + "' was taken for it");
    }

    @ParameterizedTest
    @CsvSource({"gate", "payments", "till", "service", "db-plan"})
    void aNameThatMeansNothingOrSeveralThingsIsOnlyAWord(String asked) {
        var grounding = service(asked);

        assertThat(grounding.report().service()).isEmpty();
        assertThat(grounding.words()).contains(asked);
        assertThat(grounding.notes())
                .containsExactly(
                        "service '" + asked + "' is not known here, so the whole estate was looked at instead");
    }

    @ParameterizedTest
    @CsvSource({"crane-1, crane-01", "Crane 02, crane-02", "quay-7.harbour.example.org, quay-7", "quay, quay-7"})
    void aHostMayBeWrittenOtherwise(String asked, String meant) {
        assertThat(host(asked, HARBOUR).report().host()).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"crane-99", "crane", "quay-8", "7"})
    void aHostOfAnotherNumberIsAnother(String asked) {
        assertThat(host(asked, HARBOUR).report().host()).isEmpty();
    }

    @Test
    void aNameOfTheOtherKindIsTakenForWhatItIs() {
        var grounding =
                Grounding.of(ProblemReport.of("it hurts").onHost("transcoder").aboutService("crane-01"), HARBOUR);

        assertThat(grounding.report().host()).contains("crane-01");
        assertThat(grounding.report().service()).contains("transcoder");
        assertThat(grounding.notes()).isEmpty();
    }

    @Test
    void whatMonitoringTellsOfIsKnown() {
        assertThat(host("lamp-3", HARBOUR).report().host()).contains("lamp-3");
    }

    @Test
    void whereNothingIsKnownNamesAreBelieved() {
        var nothing = new Estate(List.of(), List.of(), Set.of());

        assertThat(host("crane-99", nothing).report().host()).contains("crane-99");
        assertThat(host("crane-99", nothing).notes()).isEmpty();
    }
}
