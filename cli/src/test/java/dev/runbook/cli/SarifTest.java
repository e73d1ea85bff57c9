package dev.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runbook.core.runbook.Position;
import dev.runbook.language.Problem;
import dev.runbook.language.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;

class SarifTest {

    @Test
    void aFindingHasItsRuleItsLevelAndItsPlace() {
        var problem = new Problem(new Position("runbooks/a.yaml", 3, 7), Rule.NO_UNDO, "no way back", "say undo: none");

        var log = Sarif.of(List.of(problem));

        var result = log.at("/runs/0/results/0");
        assertThat(log.at("/version").asString()).isEqualTo("2.1.0");
        assertThat(result.at("/ruleId").asString()).isEqualTo("no-undo");
        assertThat(result.at("/level").asString()).isEqualTo("warning");
        assertThat(result.at("/message/text").asString()).isEqualTo("no way back; say undo: none");
        var place = result.at("/locations/0/physicalLocation");
        assertThat(place.at("/artifactLocation/uri").asString()).isEqualTo("runbooks/a.yaml");
        assertThat(place.at("/region/startLine").asInt()).isEqualTo(3);
        assertThat(place.at("/region/startColumn").asInt()).isEqualTo(7);
        var rule =
                log.at("/runs/0/tool/driver/rules").get(result.at("/ruleIndex").asInt());
        assertThat(rule.path("id").asString()).isEqualTo("no-undo");
    }
}
