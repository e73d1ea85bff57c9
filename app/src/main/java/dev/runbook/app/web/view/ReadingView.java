package dev.runbook.app.web.view;

import dev.runbook.core.diagnosis.Reading;
import dev.runbook.core.evidence.Evidence;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/// A page that is worth reading for an incident.
public record ReadingView(
        @Schema(description = "Where it lies in the folder of pages")
        String path,

        String title,

        @Schema(description = "The section that fits best; empty when it stands before any heading")
        String heading,

        @Schema(description = "How near it is to the incident, from 0 to 1")
        double score,

        @Schema(description = "How the section begins") String excerpt,

        @Schema(description = "Which piece of evidence names it")
        String evidence) {

    static List<ReadingView> of(List<Evidence> evidence) {
        return Reading.in(evidence).stream()
                .map(cited -> new ReadingView(
                        cited.page().path(),
                        cited.page().title(),
                        cited.page().heading(),
                        cited.page().score(),
                        cited.page().excerpt(),
                        cited.evidence().id()))
                .toList();
    }
}
