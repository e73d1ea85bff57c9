package dev.runbook.app.config;

import dev.runbook.app.security.AccessTable;
import dev.runbook.app.security.CarefulHeaders;
import dev.runbook.app.security.SecurityConfiguration;
import dev.runbook.app.security.SecurityTrail;
import dev.runbook.app.web.Backend;
import dev.runbook.app.web.api.ApiRoutes;
import dev.runbook.app.web.api.Brake;
import dev.runbook.app.web.api.Desk;
import dev.runbook.app.web.casefile.CaseFiles;
import dev.runbook.app.web.hook.HookRoutes;
import dev.runbook.app.web.live.LiveAnswers;
import dev.runbook.app.web.live.LiveRoutes;
import dev.runbook.app.web.live.LiveStreams;
import dev.runbook.app.web.page.PageRoutes;
import dev.runbook.app.web.page.Viewers;
import dev.runbook.app.web.problem.BodyLimit;
import dev.runbook.app.web.problem.ProblemAdvice;
import dev.runbook.app.web.problem.ProblemWriter;
import dev.runbook.app.web.problem.RefusedByTomcat;
import jakarta.servlet.DispatcherType;
import org.apache.catalina.core.StandardHost;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.thymeleaf.autoconfigure.ThymeleafAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.actuate.endpoint.web.WebMvcHealthEndpointExtensionAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/// What the web server is made of. What Spring Boot configures by itself is named here, in the order it needs,
/// so that nothing else is loaded and nothing has to be looked for at the start.
@Configuration(proxyBeanMethods = false)
@Import({
    SecurityConfiguration.class,
    ApiDocument.class,
    ApiRoutes.class,
    HookRoutes.class,
    LiveRoutes.class,
    PageRoutes.class,
    ProblemAdvice.class,
    PropertyPlaceholderAutoConfiguration.class,
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    HttpEncodingAutoConfiguration.class,
    JacksonAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    ErrorMvcAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    ThymeleafAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class,
    ApplicationAvailabilityAutoConfiguration.class,
    EndpointAutoConfiguration.class,
    WebEndpointAutoConfiguration.class,
    ManagementContextAutoConfiguration.class,
    ServletManagementContextAutoConfiguration.class,
    HealthContributorRegistryAutoConfiguration.class,
    HealthEndpointAutoConfiguration.class,
    AvailabilityProbesAutoConfiguration.class,
    WebMvcHealthEndpointExtensionAutoConfiguration.class,
    SpringDocConfiguration.class,
    SpringDocConfigProperties.class,
    SpringDocWebMvcConfiguration.class
})
class WebConfiguration {

    private static final long MAX_BODY_BYTES = 1 << 20;

    @Bean
    Desk desk(Backend backend) {
        return new Desk(backend);
    }

    @Bean
    CaseFiles caseFiles() {
        return new CaseFiles();
    }

    @Bean
    Viewers viewers(AccessTable access) {
        return new Viewers(access);
    }

    @Bean
    Brake brake(Backend backend, SecurityTrail trail) {
        return new Brake(backend, trail);
    }

    @Bean
    LiveStreams liveStreams(Backend backend) {
        return new LiveStreams(backend.changes());
    }

    @Bean
    LiveAnswers liveAnswers(LiveStreams streams) {
        return new LiveAnswers(streams);
    }

    @Bean
    ProblemWriter problemWriter(JsonMapper json) {
        return new ProblemWriter(json);
    }

    /// What Tomcat refuses by itself is answered like everything else.
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> refusals() {
        return tomcat -> tomcat.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host)
                host.setErrorReportValveClass(RefusedByTomcat.class.getName());
        });
    }

    /// A number is no text, and a text is no number.
    @Bean
    JsonMapperBuilderCustomizer strictTypes() {
        return json -> json.withCoercionConfig(
                        LogicalType.Textual,
                        config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    }

    @Bean
    FilterRegistrationBean<ResourceUrlEncodingFilter> assetUrls() {
        var registration = new FilterRegistrationBean<ResourceUrlEncodingFilter>(new AssetUrls());
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
        return registration;
    }

    @Bean
    FilterRegistrationBean<CarefulHeaders> carefulHeaders() {
        var registration = new FilterRegistrationBean<>(new CarefulHeaders());
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit(ProblemWriter problems) {
        var registration = new FilterRegistrationBean<>(new BodyLimit(MAX_BODY_BYTES, problems));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    /// Nothing here is validated by annotations, so no validation library has to boot: that took a fifth of the
    /// start.
    @Bean
    WebMvcConfigurer noValidation() {
        return new WebMvcConfigurer() {
            @Override
            public Validator getValidator() {
                return new NoValidator();
            }
        };
    }

    private static final class NoValidator implements Validator {
        @Override
        public boolean supports(Class<?> type) {
            return false;
        }

        @Override
        public void validate(Object target, Errors errors) {
            throw new IllegalStateException("nothing is validated here");
        }
    }
}
