package dev.runbook.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The OpenAPI document.
class OpenApiTest {

    private static final JsonNode DOCUMENT =
            TestServer.shared().caller().get("/v3/api-docs").json();

    @Test
    void itListsEveryAddressOfTheApi() {
        assertThat(DOCUMENT.path("paths").propertyNames())
                .contains("/api/v1/incidents", "/api/v1/incidents/{id}/approvals/{request}", "/api/v1/events")
                .allMatch(path -> path.startsWith("/api/v1/"))
                .hasSizeGreaterThan(18);
        assertThat(DOCUMENT.at("/info/title").asString()).isEqualTo("Runbook");
    }

    @Test
    void everyOperationSaysWhatItDoes() {
        var silent = new ArrayList<String>();
        for (var path : DOCUMENT.path("paths").properties())
            for (var operation : path.getValue().properties())
                if (operation.getValue().path("summary").asString("").isEmpty()
                        || operation.getValue().path("description").asString("").isEmpty())
                    silent.add(operation.getKey() + " " + path.getKey());

        assertThat(silent).isEmpty();
    }

    @Test
    void itSaysHowToSignInAndHowErrorsLook() {
        assertThat(DOCUMENT.at("/components/securitySchemes/token/scheme").asString())
                .isEqualTo("bearer");
        assertThat(DOCUMENT.at("/paths/~1api~1v1~1incidents/post/responses").propertyNames())
                .contains("201", "4XX");
    }
}
