package dev.runbook.app.config;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the OpenAPI document says besides what stands at the controllers: who may call, and how errors look.
@Configuration(proxyBeanMethods = false)
class ApiDocument {

    private static final String TOKEN = "token";

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Runbook")
                        .version("v1")
                        .description("Takes a problem from report to post-mortem. Times are ISO 8601 in UTC. What is"
                                + " absent is null. A field that is not listed here is refused."))
                .components(new Components()
                        .addSecuritySchemes(
                                TOKEN,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("An API token. The server keeps one for each of its first"
                                                + " operators in tokens/NAME of its data folder."))
                        .addSchemas("Problem", problem()))
                .addSecurityItem(new SecurityRequirement().addList(TOKEN));
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .description("What went wrong (RFC 9457)")
                .addProperty(
                        "type",
                        new StringSchema()
                                .description("Names the kind of problem and does not change")
                                .example("urn:runbook:problem:stale-plan"))
                .addProperty("title", new StringSchema().description("The kind of problem, in words"))
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema().description("Names the thing and says what to do"))
                .addProperty("instance", new StringSchema().description("The address that was asked"));
    }

    @Bean
    OpenApiCustomizer errors() {
        return document -> document.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(operation -> operation
                        .getResponses()
                        .addApiResponse("4XX", error("The request cannot be done"))
                        .addApiResponse("5XX", error("The server cannot do it now")));
    }

    private static ApiResponse error(String description) {
        return new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
    }
}
